"""Which indicator of the catalogue a figure is of, and what part of it; pure text."""
