"""Search: searchable text, ranking, facets. Knows no subject."""
