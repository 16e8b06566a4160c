"""What a section answers where nothing is."""
