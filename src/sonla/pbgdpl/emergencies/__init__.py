"""Emergencies: which words tell of danger, and whom to call.

The numbers of the whole country and the words come with the package; a portal stores what its
editors changed.
"""
