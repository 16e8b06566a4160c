"""Comparing record by record what partners have with what is here."""
