"""Learning from labelled articles, and judging whether what was learnt is better."""
