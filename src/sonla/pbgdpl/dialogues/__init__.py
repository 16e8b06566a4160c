"""Policy dialogues: when they are open, what is asked in them, what they result in.

May import questions, activities, training and the platform.
"""

DIALOGUE_TYPE = "PolicyDialogue"
