"""The log of operations: who did what, when, from where. Knows no subject."""
