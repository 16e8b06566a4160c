"""The log of operations: who did what, when, from where."""
