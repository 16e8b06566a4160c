"""Reading lists of JSON by a mapping."""
