"""The provider of OAI-PMH 2.0: requests in, XML out; nothing of browsers in here."""
