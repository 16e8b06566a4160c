"""The answer to monitoring: whether the add-on works."""
