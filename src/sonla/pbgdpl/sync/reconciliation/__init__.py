"""Reconciliations as they are stored; `options.mappings` makes them."""
