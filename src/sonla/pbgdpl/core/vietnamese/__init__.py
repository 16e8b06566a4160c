"""Vietnamese words, names and numbers."""
