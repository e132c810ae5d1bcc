"""What reviewers judge: each figure with what stands of it, and how far they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from pipeline.corrections.keeping import StaleVerdictError
from pipeline.corrections.rows import CORRECTABLE
from pipeline.corrections.verdicts import Judged
from pipeline.errors import InputError
from pipeline.io.annotations import label_line, to_label
from pipeline.web.problems import ProblemError
from pipeline.web.showing import sure_of
from pipeline.web.working import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.corrections.keeping import Keeper
    from pipeline.corrections.verdicts import Standing
    from pipeline.io.annotations import Label
    from pipeline.schema import Observation
    from pipeline.web.desk import Desk
    from pipeline.web.shelf import Shelved

Verdict: TypeAlias = Literal["accepted", "corrected", "rejected", "added"]

REJECTED: Final = "rejected"


class Card(NamedTuple):
    """A figure to judge; ``row`` is None for one that a reviewer added."""

    number: int
    label: Label
    amount: str
    row: Observation | None
    standing: Standing | None

    @property
    def version(self) -> int:
        """How many verdicts there have been."""
        return self.standing.version if self.standing else 0

    @property
    def sure(self) -> str:
        """How sure the model was, in a word."""
        return sure_of(self.row.confidence if self.row else 1.0)

    @property
    def told(self) -> dict[str, Any]:
        """The label as the API tells it."""
        return label_line(self.label)

    @property
    def rivals(self) -> tuple[Label, ...]:
        """Verdicts of other reviewers that differ."""
        return self.standing.rivals if self.standing else ()


class Progress(NamedTuple):
    """How far the reviewers are: figures judged by verdict and by reviewer."""

    figures: int
    judged: int
    verdicts: Mapping[str, int]
    reviewers: Mapping[str, int]
    complete: int
    conflicts: Sequence[Conflict]


class Conflict(NamedTuple):
    """A figure of which two reviewers say different things."""

    article_id: str
    standing: Standing


def keeper_of(desk: Desk) -> Keeper:
    """Give the keeper of verdicts.

    Raises:
        ProblemError: the desk was started without one.
    """
    if desk.keeper is None:
        raise ProblemError(404, "the desk was started without a file of corrections")
    return desk.keeper


def cards_of(shelved: Shelved, judged: Judged | None) -> list[Card]:
    """Give every figure of an article and those that were added, as the text goes."""
    standings = judged.figures if judged else {}
    rows = {(row.amount_start, row.amount_end): row for row in shelved.rows}
    text = shelved.article.text
    cards = []
    for number, place in enumerate(sorted({*rows, *standings})):
        row, standing = rows.get(place), standings.get(place)
        label = _shown(row, standing)
        amount = row.amount_text if row else text[place[0] : place[1]]
        words = f"{amount} {label.unit or ''}".strip()
        cards.append(Card(number, label, words, row, standing))
    return cards


def _shown(row: Observation | None, standing: Standing | None) -> Label:
    """Give what stands; of what was rejected what the model says, to judge it anew."""
    if standing and (row is None or standing.label.verdict != REJECTED):
        return standing.label
    if row is None:
        raise ValueError("a figure has a row or a verdict")
    label = to_label(row)
    return replace(label, verdict=standing.label.verdict) if standing else label


def progress_of(desk: Desk) -> Progress:
    """Count what was judged of the figures that are served, and what was added."""
    known = keeper_of(desk).all()
    standings = [(one, standing) for one in known for standing in one.figures.values()]
    verdicts = Counter(one.label.verdict or "accepted" for _, one in standings)
    reviewers = Counter(one.label.by or "?" for _, one in standings)
    return Progress(
        figures=desk.shelf.figures,
        judged=len(standings) - verdicts["added"],
        verdicts=verdicts,
        reviewers=reviewers,
        complete=sum(one.complete for one in known),
        conflicts=[Conflict(one.id, s) for one, s in standings if s.rivals],
    )


def judge(
    desk: Desk,
    shelved: Shelved,
    label: Label,
    *,
    version: int,
    settles: bool,
) -> Standing:
    """Keep a verdict; it is on the disk when this returns.

    Args:
        desk: where.
        shelved: the article.
        label: the verdict, with who; when is now.
        version: what stood when the reviewer looked.
        settles: it ends a conflict.

    Raises:
        ProblemError: somebody judged the figure since (409), or it cannot be kept.
    """
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    try:
        return keeper_of(desk).save(
            blank(shelved), replace(label, at=now), version=version, settles=settles
        )
    except StaleVerdictError as stale:
        standing = stale.standing
        raise ProblemError(
            409,
            "somebody has judged this figure since you looked; see what stands now",
            version=standing.version if standing else 0,
            standing=label_line(standing.label) if standing else None,
        ) from stale
    except InputError as fault:
        raise ProblemError(422, said(fault)) from fault


def blank(shelved: Shelved) -> Judged:
    """Give an article without a verdict."""
    one = shelved.article
    return Judged(
        id=one.id, sha256=shelved.sha256, published=one.published, url=one.url
    )


def finish(desk: Desk, shelved: Shelved, *, complete: bool) -> None:
    """Say whether every figure of an article was judged.

    Raises:
        ProblemError: some were not, or it cannot be kept.
    """
    left = unjudged(cards_of(shelved, desk.judged(shelved)))
    if complete and left:
        message = f"{left} figures of this article are not judged; judge them first"
        raise ProblemError(422, message)
    try:
        keeper_of(desk).complete(blank(shelved), complete=complete)
    except InputError as fault:
        raise ProblemError(422, said(fault)) from fault


def unjudged(cards: Iterable[Card]) -> int:
    """Count the figures that nobody has judged."""
    return sum(card.standing is None for card in cards)


def differences(one: Label, other: Label) -> list[tuple[str, str, str]]:
    """Give the fields in which two labels differ, with the values of both as text."""
    lines = label_line(one), label_line(other)
    told: list[tuple[str, Any, Any]] = [
        (name, lines[0][name], lines[1][name]) for name in CORRECTABLE
    ]
    return [
        (name, "" if a is None else str(a), "" if b is None else str(b))
        for name, a, b in told
        if a != b
    ]
