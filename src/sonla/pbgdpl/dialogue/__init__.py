"""Policy dialogues: when they are open, where they are found. Pages: `browser.dialogue`."""
