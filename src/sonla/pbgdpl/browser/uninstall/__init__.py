"""Before and after the add-on leaves a portal: the report, the content that remains."""
