"""Unsaved text is kept in the browser; edit conflicts show both texts."""
