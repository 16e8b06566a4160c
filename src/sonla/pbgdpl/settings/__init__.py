"""Settings: schema, getters and checks. May import core."""
