"""The page of the log of operations."""
