"""Controlled lists whose terms carry validity dates."""
