"""Typing and spelling mistakes, and the words that may have been meant."""
