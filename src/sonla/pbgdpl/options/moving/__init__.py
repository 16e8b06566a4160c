"""Import of existing content of the portal: find it, convert it in batches, take it back."""

STOCK_TYPES = ("News Item", "Document", "File", "Event", "Link")
"""Plone's own types that are looked for, in the order of the form."""
