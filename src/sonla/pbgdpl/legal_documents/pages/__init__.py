"""One line per legal document."""
