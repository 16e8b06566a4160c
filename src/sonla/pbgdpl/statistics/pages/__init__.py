"""Pages of statistics: figures for everybody, reports, and the manager's overview."""
