"""Pages of our texts: news, introductions, guidance, materials."""
