"""The page of the mail that waits or has failed."""
