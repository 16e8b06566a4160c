"""Pages of learning online: the course as somebody learns it, those who do, certificates."""
