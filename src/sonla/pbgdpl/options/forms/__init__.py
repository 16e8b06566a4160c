"""Writing forms of statistics: drafts, their tables, and the pages on which they are edited."""
