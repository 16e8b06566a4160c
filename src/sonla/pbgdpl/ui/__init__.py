"""Page kit: pages, forms, drafts, widgets, downloads. May import mail, jobs, lists, settings and core."""
