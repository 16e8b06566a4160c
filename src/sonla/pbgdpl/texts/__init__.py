"""News, introductions and guidance. May import legal documents and the platform."""
