"""Files of questions, as other programs write and read them, and lists as people type them."""
