"""What texts lack: the page for a whole section and the box on a text."""
