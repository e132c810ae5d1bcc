"""Mining new phrasing from raw articles, for a person to accept or reject."""
