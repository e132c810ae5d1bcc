"""How well a set of observations agrees with a labelled one."""
