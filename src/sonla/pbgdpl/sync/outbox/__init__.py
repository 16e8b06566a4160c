"""Sending to the partner."""
