"""Cells of reports: what is reported and checked, worked out by formulas."""
