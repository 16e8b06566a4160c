"""The homepage-centre slot and its portlet."""
