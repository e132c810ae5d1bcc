"""One file per format: from the bytes of a source to its articles."""
