"""Pages of coordination councils."""
