"""The register of people who speak for the law: episodes, names, states by the day."""
