"""The record that is exchanged, its formats, the ledger; content to records and back.

Knows subjects only by the record types that they register; opens no connection.
"""
