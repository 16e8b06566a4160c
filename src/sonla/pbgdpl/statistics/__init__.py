"""Statistics: forms as data, counting, reports. Knows nothing of browsers."""
