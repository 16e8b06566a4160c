"""Pages on which mappings are written and reconciliations are read."""
