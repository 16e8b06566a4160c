"""Options: what a portal switches on, each a package that nothing outside of it knows."""
