"""Builds the compiled core: a copy of ``pipeline/`` made native by mypyc."""
