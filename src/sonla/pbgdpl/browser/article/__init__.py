"""What stands around an article: tools for its readers, and where to read on."""
