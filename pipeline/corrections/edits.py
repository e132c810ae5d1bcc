"""Reads what a person changed in a table: verdicts, figure by figure.

A row is compared with the row as it was written, cell by cell. What differs is a
correction; a ``verdict`` column, where the person added one, may also say accepted or
rejected; a row without an ``observation_id`` is a figure that was missed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from pipeline.corrections.places import place_of
from pipeline.corrections.rows import refuse_open
from pipeline.errors import InputError
from pipeline.io.annotations import read_label
from pipeline.io.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.io.annotations import Label
    from pipeline.io.faults import FaultHandler
    from pipeline.io.sheets import Sheet, SheetRow
    from pipeline.schema import Article

Verdict: TypeAlias = Literal["accepted", "corrected", "rejected", "added"]

VERDICT: Final = "verdict"
FIELD_OF: Final[Mapping[str, str]] = {
    "value": "value",
    "value_max": "value_max",
    "unit_text": "unit",
    "bound": "bound",
    "measure": "measure",
    "direction": "direction",
    "metric_text": "metric",
    "parent_text": "parent",
    "period": "period",
    "base": "base",
    "status": "status",
    "area": "area",
}
"""The columns that can be corrected, with the field of the annotation format."""

_ID: Final = "observation_id"
_PLACE: Final = ("amount_start", "amount_end")
_NUMBERS: Final = frozenset({"value", "value_max", "quantity", "confidence"})
_REACH: Final = 100
"""Powers of ten beyond which a cell holds no figure but a slip."""

_SAID: Final = frozenset({"accepted", "rejected"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How a table is to be read.

    Attributes:
        by: who judged; None is unsaid.
        at: the day of it, as ISO; None is unsaid.
        complete: every figure of the table's articles was judged: a row left as it is
            is accepted, one that is gone is rejected.
        reject_missing: a row that is gone is rejected.
    """

    by: str | None = None
    at: str | None = None
    complete: bool = False
    reject_missing: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One verdict, and what it changes: column → (before, after)."""

    article_id: str
    sha256: str
    label: Label
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def read_edits(
    sheet: Sheet,
    before: Sequence[SheetRow],
    articles: Mapping[str, Article],
    judging: Judging,
    on_fault: FaultHandler,
) -> Iterator[Edit]:
    """Give every verdict that a table holds, in its order; then of rows that are gone.

    Args:
        sheet: the table as edited.
        before: its rows as they were written.
        articles: by id, for rows that were added.
        judging: how to read it.
        on_fault: told of each cell that cannot be taken; its row is left out.
    """
    reader = _Reader(sheet, {r.cells.get(_ID, ""): r for r in before}, judging)
    if _ID not in sheet.columns:
        message = f"expected a column {_ID!r}, got none"
        hint = "keep the columns that 'solieu extract' wrote"
        on_fault(InputError(message, source=sheet.name, hint=hint))
        return
    for row in sheet.rows:
        try:
            edit = reader.edit_of(row, articles, on_fault)
        except InputError as fault:
            on_fault(fault)
            continue
        if edit is not None:
            yield edit
    if judging.complete or judging.reject_missing:
        yield from reader.gone()


class _Reader:
    def __init__(
        self, sheet: Sheet, before: Mapping[str, SheetRow], judging: Judging
    ) -> None:
        self._sheet = sheet
        self._before = before
        self._judging = judging
        self._seen: set[str] = set()

    def edit_of(
        self, row: SheetRow, articles: Mapping[str, Article], on_fault: FaultHandler
    ) -> Edit | None:
        key = row.cells.get(_ID, "")
        if not key:
            return self._added(row, articles)
        was = self._before.get(key)
        if was is None or key in self._seen:
            got = "one twice" if was else f"{key!r}"
            message = f"expected the {_ID} of a figure as it was written, got {got}"
            hint = "leave ids as they are; a row without one is a figure you add"
            raise InputError(message, source=row.place, hint=hint)
        self._seen.add(key)
        said = self._said(row)
        changes = self._changes(row, was)
        for name in [name for name in changes if name not in FIELD_OF]:
            on_fault(_not_correctable(row, name, *changes.pop(name)))
        if not (said or changes or self._judging.complete):
            return None
        verdict: Verdict = "corrected" if changes else "accepted"
        if said == "rejected":
            verdict = "rejected"
        return self._edit(row, was, verdict, changes)

    def gone(self) -> Iterator[Edit]:
        """Give a rejection of every written row that the table no longer has."""
        for key, was in self._before.items():
            if key not in self._seen:
                yield self._edit(was, was, "rejected", {})

    def _said(self, row: SheetRow) -> str | None:
        said = row.cells.get(VERDICT, "").casefold()
        if said and said not in _SAID | {"corrected", "added"}:
            message = f"expected {VERDICT!r} to be accepted or rejected, got {said!r}"
            raise InputError(message, source=row.place, hint="mend the cell")
        return said if said in _SAID else None

    def _changes(self, row: SheetRow, was: SheetRow) -> dict[str, tuple[str, str]]:
        return {
            name: (was.cells[name], cell)
            for name, cell in row.cells.items()
            if name in was.cells and not self._same(name, was.cells[name], cell)
        }

    def _same(self, name: str, was: str, now: str) -> bool:
        if was == now:
            return True
        if name not in _NUMBERS:
            return False
        left, right = _number(was, comma=False), self._value(now)
        return isinstance(left, Decimal) and left == right

    def _value(self, cell: str) -> Decimal | str:
        return _number(cell, comma=self._sheet.decimal_comma)

    def _edit(
        self,
        row: SheetRow,
        was: SheetRow,
        verdict: Verdict,
        changes: Mapping[str, tuple[str, str]],
    ) -> Edit:
        cells = {**was.cells, **{name: now for name, (_, now) in changes.items()}}
        span = tuple(cells.get(name, "") for name in _PLACE)
        if not all(part.isascii() and part.isdigit() for part in span):
            message = f"expected the columns {' and '.join(_PLACE)} as written"
            hint = "keep the columns that 'solieu extract' wrote"
            raise InputError(message, source=row.place, hint=hint)
        start, end = map(int, span)
        return Edit(
            cells.get("article_id", ""),
            cells.get("text_sha256", ""),
            self._label(row.place, cells, (start, end), verdict, changes),
            changes,
        )

    def _added(self, row: SheetRow, articles: Mapping[str, Article]) -> Edit:
        article, sha256, span = place_of(row, articles)
        label = self._label(row.place, row.cells, span, "added")
        told = {n: ("", row.cells[n]) for n in FIELD_OF if row.cells.get(n)}
        return Edit(article.id, sha256, label, told)

    def _label(
        self,
        place: str,
        cells: Mapping[str, str],
        span: tuple[int, int],
        verdict: Verdict,
        changes: Collection[str] = (),
    ) -> Label:
        told: dict[str, Any] = {
            name: (self._value(cell) if column in _NUMBERS else cell)
            for column, name in FIELD_OF.items()
            if (cell := cells.get(column, ""))
        }
        told |= {"start": span[0], "end": span[1], "verdict": verdict}
        told |= {"by": self._judging.by, "at": self._judging.at}
        told["evidence"] = {"amount": list(span), **_evidence(cells, changes)}
        label = read_label(Fields(told, place), None)
        refuse_open(label, place)
        return label


def _evidence(cells: Mapping[str, str], changes: Collection[str]) -> dict[str, Any]:
    """Keep the words that a row gives for what a person has left as it was."""
    try:
        told = json.loads(cells.get("evidence") or "{}")
    except ValueError:  # cut off where a cell of Excel ends
        return {}
    changed = {FIELD_OF[name] for name in changes}
    return {name: span for name, span in told.items() if name not in changed}


def _number(cell: str, *, comma: bool) -> Decimal | str:
    """Read a number; what is none stays text, and is refused where it is used."""
    try:
        number = Decimal(cell.replace(",", ".") if comma else cell)
    except InvalidOperation:
        return cell
    reachable = number.is_finite() and abs(number.adjusted()) < _REACH
    return number if reachable else cell


def _not_correctable(row: SheetRow, name: str, was: str, now: str) -> InputError:
    message = f"expected {name!r} as it was written ({was:.40}), got {now:.40}"
    columns = ", ".join(FIELD_OF)
    hint = f"correct one of {columns}; the other columns follow from them"
    return InputError(message, source=row.place, hint=hint)
