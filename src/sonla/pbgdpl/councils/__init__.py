"""Coordination councils: who is a member when, in what order, and which rows are never lost.

May import activities, texts and the platform.
"""

COUNCIL_TYPE = "CoordinationCouncil"
