"""Bringing in what stands elsewhere in the portal: found, converted in batches, taken back."""

STOCK_TYPES = ("News Item", "Document", "File", "Event", "Link")
"""Plone's own types that are looked for, in the order of the form."""
