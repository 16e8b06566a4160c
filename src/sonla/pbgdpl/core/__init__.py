"""What all packages share: names, section, catalog, dates, tables, append-only rows.

Imports nothing else of ours.
"""
