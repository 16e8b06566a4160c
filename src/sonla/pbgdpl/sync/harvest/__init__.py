"""Fetching from sources."""
