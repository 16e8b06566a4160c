"""Coordination councils: who is a member when, in what order, and what is never lost."""

COUNCIL_TYPE = "CoordinationCouncil"
