"""The static report: articles, series and findings on one page to send by mail."""
