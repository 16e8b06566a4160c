"""Policy dialogues: when they are open, where they are found. Pages: `dialogues.pages`."""

DIALOGUE_TYPE = "PolicyDialogue"
