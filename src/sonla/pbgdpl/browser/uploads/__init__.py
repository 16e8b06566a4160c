"""Uploads from the editor and from folder contents."""
