"""Pages of policy dialogues: one dialogue, the list of all, their calendars."""
