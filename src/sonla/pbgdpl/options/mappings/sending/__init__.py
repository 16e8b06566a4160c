"""Sending records by a mapping."""
