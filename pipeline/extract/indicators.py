"""The place where a metric's words meet the catalogue of indicators."""

from __future__ import annotations


def indicator_of(metric_words: str) -> str | None:
    """Give the catalogue id of a metric, or None: open vocabulary is the rule.

    There is no catalogue yet; until it lands every metric keeps its words alone.

    Args:
        metric_words: the metric as it stands in the text, spaces made single.
    """
    del metric_words
    return None
