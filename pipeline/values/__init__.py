"""Grammars without any NLP library: numerals, units, amounts, times, periods."""
