"""Fields that several content types share."""
