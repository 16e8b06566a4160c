"""Upgrade steps: one package a destination version."""
