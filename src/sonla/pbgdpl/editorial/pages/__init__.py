"""The approval desk and what belongs to it."""
