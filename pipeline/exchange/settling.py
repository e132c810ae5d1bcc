"""Makes annotations of what a tool says: places verified, each fault told apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, Notice
from pipeline.exchange.anchoring import anchored, carried_over
from pipeline.exchange.marks import OF_ARTICLE
from pipeline.io.annotations import LabelledArticle, read_label, text_hash
from pipeline.io.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.exchange.anchoring import Place
    from pipeline.exchange.marks import Figure, Mark, Marked
    from pipeline.io.annotations import Label
    from pipeline.io.faults import FaultHandler

_MARK_AGAIN: Final = "mark it again in the tool, or name the exported file by --of"
_NOTHING: Final[Mapping[str, LabelledArticle]] = {}


@dataclass(frozen=True, slots=True)
class _Stand:
    """A figure and where it and its evidence stand, in the text that is wanted."""

    figure: Figure
    place: Place | None
    evidence: Mapping[str, Place | None]


def settled(
    articles: Iterable[Marked],
    *,
    exported: Mapping[str, LabelledArticle] = _NOTHING,
    complete: bool | None = None,
    on_fault: FaultHandler,
) -> Iterator[LabelledArticle]:
    """Give each article with the figures whose places are certain.

    A figure that stands nowhere for certain, or whose fields are not those of the
    annotation format, is a fault and left out; its article is then incomplete. Marks
    that were moved are told.

    Args:
        articles: what the tool says.
        exported: the articles as they were before the tool, by id: their texts count,
            and what the tool's format cannot carry is taken from them.
        complete: whether every figure was judged, where that is known better than
            the tool or ``exported`` tells it.
        on_fault: told of each fault and each repair.
    """
    seen: dict[str, str] = {}
    for one in articles:
        if (first := seen.setdefault(one.id, one.place)) != one.place:
            message = f"expected each id once, got {one.id!r} again, as at {first}"
            on_fault(InputError(message, source=one.place, hint="remove one"))
            continue
        try:
            told = one.told if complete is None else {**one.told, "complete": complete}
            said = replace(one, told=told)
            yield _settled(said, exported.get(one.id), on_fault)
        except InputError as fault:
            on_fault(fault)


def _settled(
    one: Marked, before: LabelledArticle | None, on_fault: FaultHandler
) -> LabelledArticle:
    wanted = one.text
    if before is not None and before.text is not None:
        wanted = before.text
    else:
        _tell_change(one, before, on_fault)
    labels, whole = [], True
    for stand in _stands(one, wanted, on_fault):
        try:
            labels.append(_label(stand, wanted, on_fault))
        except InputError as fault:
            whole = False
            on_fault(fault)
    return _with_its_data(one, before, wanted, tuple(labels), whole=whole)


def _tell_change(
    one: Marked, before: LabelledArticle | None, on_fault: FaultHandler
) -> None:
    """Say that the text is not the one that was labelled before."""
    known = one.told.get("sha256") or (before and before.labelled_hash)
    if known is not None and known != text_hash(one.text):
        message = "the text is not the one that was exported; offsets count in it"
        hint = "name the exported file by --of, and its texts by --articles"
        on_fault(Notice(message, source=one.place, hint=hint))


def _stands(one: Marked, wanted: str, on_fault: FaultHandler) -> list[_Stand]:
    marks: list[Mark] = []
    for figure in one.figures:
        marks += (figure.mark, *figure.evidence.values())
    found = anchored(one.text, marks)
    places = carried_over(one.text, wanted, found.places)
    if places is None:
        message = "expected the text that was exported, got another; left out"
        hint = "name the file it was exported from"
        raise InputError(message, source=one.place, hint=hint)
    if found.moved:
        why = f": they were counted {found.why}" if found.why else ""
        number = f"{found.moved} mark{'s' if found.moved > 1 else ''}"
        on_fault(Notice(f"{number} moved to the words{why}", source=one.place))
    rest = iter(places)
    return [
        _Stand(figure, next(rest), {name: next(rest) for name in figure.evidence})
        for figure in one.figures
    ]


def _label(stand: _Stand, text: str, on_fault: FaultHandler) -> Label:
    """Make a label of a figure that stands somewhere.

    Raises:
        InputError: it does not, or its fields are not those of the format.
    """
    figure = stand.figure
    if stand.place is None:
        raise _nowhere(figure.mark, figure.place)
    start, end = stand.place
    row = {**figure.told, "start": start, "end": end}
    label = read_label(Fields(row, figure.place), text)
    evidence = {}
    for name, place in stand.evidence.items():
        if place is None:
            on_fault(_nowhere(figure.evidence[name], f"{figure.place}, {name}"))
        else:
            evidence[name] = place
    return replace(label, evidence=evidence)


def _nowhere(mark: Mark, place: str) -> InputError:
    words = "a word" if mark.words is None else f"{mark.words!r:.60}"
    message = f"expected {words} at {mark.start} to {mark.end}, or at one place near"
    return InputError(f"{message}; left out", source=place, hint=_MARK_AGAIN)


def _with_its_data(
    one: Marked,
    before: LabelledArticle | None,
    text: str,
    labels: tuple[Label, ...],
    *,
    whole: bool,
) -> LabelledArticle:
    row = Fields(dict(one.told), one.place)
    data = {
        name: row.text(name) or (getattr(before, name) if before else None)
        for name in OF_ARTICLE
    }
    told = row.value.get("complete")
    complete = told is not False if told is not None else not before or before.complete
    return LabelledArticle(
        id=one.id, labels=labels, text=text, complete=complete and whole, **data
    )
