"""Searches that found nothing: words and counts, without who searched."""
