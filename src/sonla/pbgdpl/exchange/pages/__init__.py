"""What other systems ask for: the OAI-PMH provider, feeds, records on pages."""
