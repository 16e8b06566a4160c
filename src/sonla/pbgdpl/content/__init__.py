"""Content types: one module a type, with its schema and an empty class."""
