"""The same extraction on a cluster engine; each engine has a door of its own."""
