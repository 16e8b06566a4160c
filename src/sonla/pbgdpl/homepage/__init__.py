"""The homepage-centre slot and its portlet."""

HOMEPAGE_MANAGER = "sonla.pbgdpl.homepagecentre"
