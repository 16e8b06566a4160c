"""Mappings: files that say how partners of other kinds are read and sent to; reconciliation with partners."""
