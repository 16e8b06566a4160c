"""The title that the browser shows for pages of ours."""
