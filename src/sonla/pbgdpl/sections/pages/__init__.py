"""Landing page and listings of the section."""
