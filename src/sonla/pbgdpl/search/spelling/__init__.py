"""Slips of the keyboard and of the ear, and what they may have meant."""
