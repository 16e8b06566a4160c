"""Figures of views and downloads for managers."""
