"""Feeds of what is public in a place: Atom with all there ever was, RSS with the newest."""
