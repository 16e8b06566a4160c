"""An invented subject: leaflets, as a package of its own that nothing outside it names."""

LEAFLET_TYPE = "Leaflet"
