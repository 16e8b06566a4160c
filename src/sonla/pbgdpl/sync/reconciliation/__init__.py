"""Reconciliation: what both sides have, compared record by record."""
