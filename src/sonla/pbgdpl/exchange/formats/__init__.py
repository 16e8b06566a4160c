"""The formats in which records are written and read."""
