"""Placeholder to be written by its room."""


def enable_search(context):
    """To be written."""
