"""Annotations to and from the tools that people label with; one file a format."""
