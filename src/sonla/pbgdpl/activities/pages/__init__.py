"""Pages of activities: the public list, one activity, the quick form."""
