"""What browsers are told about our answers."""
