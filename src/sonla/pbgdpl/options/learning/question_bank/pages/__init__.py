"""Pages of question banks."""
