"""Placeholder to be written by its room."""


def create_demo(context):
    """To be written."""
