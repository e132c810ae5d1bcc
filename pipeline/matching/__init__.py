"""Finders of mentions, and the spaCy pipeline around them."""
