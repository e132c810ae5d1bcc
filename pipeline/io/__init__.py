"""Reads articles and writes what was found in them; the only door to tables."""
