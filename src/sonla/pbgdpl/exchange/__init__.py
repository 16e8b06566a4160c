"""The record that is exchanged, its bindings, and how content becomes one and back.

Nothing here asks over HTTP or draws a page.
"""
