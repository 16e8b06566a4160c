"""What units contribute. May import units and the platform."""
