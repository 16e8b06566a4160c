"""Placeholder to be written by its room."""


def create_structure(context):
    """To be written."""
