"""Contributing units: creating many at once, their people, and what happens when one closes.

May import texts and the platform.
"""
