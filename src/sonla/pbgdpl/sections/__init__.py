"""The section, its components and imprint. May import texts and the platform."""
