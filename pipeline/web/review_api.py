"""Verdicts over the API: what was said of figures, and saying something."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from pipeline.corrections.rows import CORRECTABLE
from pipeline.errors import InputError
from pipeline.io.annotations import Label, label_line, read_label
from pipeline.io.fields import Fields
from pipeline.web.desk import TheDesk  # noqa: TC001 - FastAPI reads it
from pipeline.web.problems import ProblemError, problems
from pipeline.web.reviewing import (
    Card,
    Verdict,
    cards_of,
    finish,
    judge,
    keeper_of,
)
from pipeline.web.schemas import COMPLETED, SAVED, VERDICTS
from pipeline.web.shelf import Shelved  # noqa: TC001 - FastAPI reads it
from pipeline.web.working import said

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_OFFSET: Final = 2**31
router = APIRouter(prefix="/api")

Text = Annotated[str | None, Field(max_length=2_000)]
Offset = Annotated[int, Field(ge=0, le=MOST_OFFSET)]
Number = Annotated[Decimal, Field(max_digits=60, decimal_places=15)]
Key = Annotated[str, Query(max_length=500)]


class Reading(BaseModel):
    """What a person says of a figure, as in the annotation format."""

    model_config = ConfigDict(extra="forbid")

    value: Number
    value_max: Number | None = None
    unit: Text = None
    bound: Literal["exact", "about", "over", "under"] = "exact"
    measure: Literal["level", "change", "ratio", "share", "rank"] = "level"
    direction: Literal["up", "down"] | None = None
    metric: Text = None
    parent: Text = None
    period: Text = None
    base: Text = None
    status: Literal["actual", "estimate", "target", "forecast"] = "actual"
    area: Text = None
    evidence: dict[str, tuple[Offset, Offset]] = Field(
        default_factory=dict, max_length=40
    )


class Said(BaseModel):
    """A verdict on one figure of an article."""

    model_config = ConfigDict(extra="forbid")

    article: str = Field(min_length=1, max_length=500)
    start: Offset
    end: Offset
    verdict: Verdict
    by: str = Field(min_length=1, max_length=100, description="Who judges.")
    version: int = Field(
        ge=0, le=MOST_OFFSET, description="What stood when you looked; 0 for nothing."
    )
    settles: bool = Field(default=False, description="It ends a conflict.")
    label: Reading | None = Field(
        default=None, description="What is right; needed to correct and to add."
    )


class Finished(BaseModel):
    """Whether every figure of an article was judged."""

    model_config = ConfigDict(extra="forbid")

    article: str = Field(min_length=1, max_length=500)
    complete: bool


@router.get("/corrections", responses={200: VERDICTS, **problems(401, 404, 422)})
def corrections(desk: TheDesk, article: Key) -> JSONResponse:
    """Give the figures of an article with the verdicts on them."""
    keeper_of(desk)
    shelved = desk.article(article)
    judged = desk.judged(shelved)
    cards = cards_of(shelved, judged)
    told = {"article": article, "complete": bool(judged and judged.complete)}
    return JSONResponse({**told, "figures": [_card(card) for card in cards]})


@router.post(
    "/corrections",
    responses={200: SAVED, **problems(400, 401, 403, 404, 409, 413, 422)},
)
def correct(given: Said, desk: TheDesk) -> JSONResponse:
    """Say something of a figure: it is on the disk when this answers.

    ``version`` is what stood when you looked. If somebody has judged the figure since,
    nothing is kept, and the problem (409) tells what ``standing`` there is now.
    """
    keeper_of(desk)
    shelved = desk.article(given.article)
    label = _label(given, shelved, cards_of(shelved, desk.judged(shelved)))
    now = judge(desk, shelved, label, version=given.version, settles=given.settles)
    return JSONResponse(
        {
            "version": now.version,
            "standing": label_line(now.label),
            "conflict": bool(now.rivals),
        }
    )


@router.post(
    "/corrections/complete",
    responses={200: COMPLETED, **problems(400, 401, 403, 404, 413, 422)},
)
def complete(given: Finished, desk: TheDesk) -> JSONResponse:
    """Say that every figure of an article was judged and none is missing, or not."""
    keeper_of(desk)
    finish(desk, desk.article(given.article), complete=given.complete)
    return JSONResponse({"article": given.article, "complete": given.complete})


def _card(card: Card) -> dict[str, Any]:
    return {
        "version": card.version,
        "verdict": card.label.verdict,
        "conflict": bool(card.rivals),
        "label": card.told,
    }


def _label(given: Said, shelved: Shelved, cards: list[Card]) -> Label:
    """Make the label of a verdict.

    Raises:
        ProblemError: there is no such figure, or what is said of it cannot be.
    """
    place = (given.start, given.end)
    card = next((c for c in cards if (c.label.start, c.label.end) == place), None)
    if given.verdict in {"accepted", "rejected"}:
        if card is None:
            raise ProblemError(404, f"no figure of this article stands at {place}")
        told = {**card.told, "verdict": given.verdict}
    elif given.label is None:
        raise ProblemError(422, f"label: expected what is right, to be {given.verdict}")
    else:
        told = given.label.model_dump()
    _check_place(given, shelved, card)
    told |= {"start": given.start, "end": given.end}
    told |= {"verdict": given.verdict, "by": given.by, "at": None}
    told["evidence"] = {
        name: list(span)
        for name, span in told["evidence"].items()
        if card is None or not _outdated(name, list(span), told, card.told)
    }
    return _read(told, shelved)


def _outdated(
    name: str, span: list[int], told: Mapping[str, Any], was: Mapping[str, Any]
) -> bool:
    """Tell whether words were left as they were though their field was changed."""
    changed = name in CORRECTABLE and told[name] != was[name]
    return changed and was["evidence"].get(name) == span


def _read(told: dict[str, Any], shelved: Shelved) -> Label:
    text = shelved.article.text if shelved.has_text and not shelved.stale else None
    numbers = {name: told[name] for name in ("value", "value_max")}
    exact = {n: Decimal(repr(v)) for n, v in numbers.items() if isinstance(v, float)}
    try:
        return read_label(Fields({**told, **exact}, "label"), text)
    except InputError as fault:
        raise ProblemError(422, said(fault)) from fault


def _check_place(given: Said, shelved: Shelved, card: Card | None) -> None:
    """Refuse to add where the text is not at hand, or to correct what is not there."""
    if card is not None:
        return
    if given.verdict != "added":
        raise ProblemError(404, "no figure of this article stands there; add it")
    if not shelved.has_text or shelved.stale:
        raise ProblemError(422, "the text is needed to add a figure; see --articles")
