"""Runs over dumps of any size: in parts, in worker processes, resumable."""
