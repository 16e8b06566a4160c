"""Pages of training: one course, its attendance, the public list of courses."""
