"""The manager's page: who contributed what, how fast, and who has fallen silent."""
