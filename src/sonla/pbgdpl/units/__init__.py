"""Contributing units: many at once, their people, and what happens when one closes.

Nothing here knows of browsers; messages are for the callers that show them.
"""
