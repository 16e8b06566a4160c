"""What the portal's text editor offers to those who write."""
