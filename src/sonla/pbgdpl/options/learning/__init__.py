"""Learning online: courses with lessons and tests, who learns them, certificates; the question bank."""
