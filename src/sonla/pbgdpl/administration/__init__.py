"""Pages of administrators: settings, lists, jobs, health. Knows no subject."""
