"""Vocabulary as data: one TSV per kind of word, each row with its source."""
