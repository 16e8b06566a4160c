"""Activities: public names. May import people, statistics, units, texts and the platform."""

ACTIVITY_TYPE = "LegalActivity"
