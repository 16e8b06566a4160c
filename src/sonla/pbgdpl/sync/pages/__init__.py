"""Pages about runs, conflicts and the origin of texts."""
