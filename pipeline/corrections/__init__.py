"""What people have said of figures, laid over what a model finds (C6)."""
