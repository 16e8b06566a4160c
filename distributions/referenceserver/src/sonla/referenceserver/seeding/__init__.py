"""The data: Vietnamese records that a seed determines."""
