"""What everything stands on. Imports nothing of ours."""
