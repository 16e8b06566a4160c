"""Mappings: files that say how records of others become records of ours."""
