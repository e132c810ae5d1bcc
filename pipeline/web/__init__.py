"""The desk: read, check and correct in the browser, and the same over a REST API."""
