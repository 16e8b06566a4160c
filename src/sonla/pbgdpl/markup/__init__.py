"""HTML that people write or send: what of it may be stored and shown, and what left."""
