"""Rows with a beginning and an end, of which none that has begun is ever overwritten."""
