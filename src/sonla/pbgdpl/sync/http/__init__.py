"""The only package that opens connections."""
