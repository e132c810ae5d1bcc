"""brat: a folder with a text and its standoff marks an article."""
