"""How we prove to a partner who asks: each way is a component of its own."""
