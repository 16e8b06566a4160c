"""Who may read and do what in the sections, for the portal's administrators."""
