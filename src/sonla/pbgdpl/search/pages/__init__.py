"""The search page of the section."""
