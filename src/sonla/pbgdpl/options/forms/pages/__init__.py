"""Pages of administrators who write forms."""
