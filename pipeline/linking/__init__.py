"""Links figures to metric, whole, period, base, status: named rules, no spaCy."""
