"""Pages of questions: the form, the status, the desk, the list, one question."""
