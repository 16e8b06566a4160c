"""What can go wrong on the other side, on demand."""
