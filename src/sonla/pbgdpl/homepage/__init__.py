"""The homepage centre: slot, portlet, blocks and their caches. Knows no subject."""

HOMEPAGE_MANAGER = "sonla.pbgdpl.homepagecentre"
