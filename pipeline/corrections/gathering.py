"""Gathers verdicts by article, and lays new ones over those of the overlay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.io.annotations import LabelledArticle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.corrections.edits import Edit
    from pipeline.io.annotations import Label
    from pipeline.schema import Article


def gathered(
    edits: Sequence[Edit], articles: Mapping[str, Article], *, complete: bool
) -> list[LabelledArticle]:
    """Gather verdicts by article, each article's in the order of its text."""
    found: dict[tuple[str, str], list[Label]] = {}
    for edit in edits:
        found.setdefault((edit.article_id, edit.sha256), []).append(edit.label)
    return [
        LabelledArticle(
            id=key,
            sha256=sha256,
            published=articles[key].published if key in articles else None,
            url=articles[key].url if key in articles else None,
            complete=complete,
            labels=tuple(sorted(labels, key=lambda label: label.start)),
        )
        for (key, sha256), labels in found.items()
    ]


def merged(
    old: Sequence[LabelledArticle], new: Sequence[LabelledArticle]
) -> tuple[list[LabelledArticle], list[LabelledArticle]]:
    """Lay new verdicts over old ones, figure by figure.

    Returns:
        The articles with all verdicts, and the old articles that had to go since their
        text has changed.
    """
    by_id = {one.id: one for one in old}
    stale: list[LabelledArticle] = []
    for one in new:
        was = by_id.get(one.id)
        if was is not None and was.labelled_hash != one.sha256:
            stale.append(was)
            was = None
        by_id[one.id] = _over(was, one) if was else one
    return list(by_id.values()), stale


def _over(old: LabelledArticle, new: LabelledArticle) -> LabelledArticle:
    labels = {(label.start, label.end): label for label in (*old.labels, *new.labels)}
    return replace(
        old,
        complete=old.complete or new.complete,
        labels=tuple(sorted(labels.values(), key=lambda label: label.start)),
    )
