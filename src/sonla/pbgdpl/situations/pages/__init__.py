"""The pages of life situations."""
