"""Pages of expenditures: one, the list of a place, files, and what an item cost."""
