"""Reads the tasks that Label Studio exports as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, Notice
from pipeline.exchange.labelstudio.writing import TEXT
from pipeline.exchange.marks import (
    CHOICES,
    FIGURE,
    WHO,
    Figure,
    Mark,
    Marked,
    with_numbers,
)
from pipeline.io.fields import Fields
from pipeline.io.inputs import unreadable
from pipeline.io.jsonvalues import json_values
from pipeline.io.reading import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.exchange.labelstudio.writing import Part
    from pipeline.io.faults import FaultHandler


@dataclass(slots=True)
class _Regions:
    """What one annotation holds, by region."""

    marks: dict[str, tuple[str, Mark]] = field(default_factory=dict)
    told: dict[str, dict[str, object]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)


def read_tasks(
    path: str,
    *,
    part: Part = "annotations",
    by: str | None = None,
    on_fault: FaultHandler,
) -> Iterator[Marked]:
    """Read the tasks of a file, one at a time.

    A task whose annotations nobody made is told and left out. Cancelled annotations
    do not count.

    Args:
        path: a JSON export (not JSON-MIN, CSV or CONLL, which lose places).
        part: what to take of a task: what people said, or what was proposed to them.
        by: take the annotation of this person (e-mail address or number); needed where
            a task has several.
        on_fault: told of each fault; the task at fault is left out.
    """
    try:
        with Path(path).open("rb") as stream:
            for number, value in enumerate(
                json_values(stream, name=path, limits=Limits()), 1
            ):
                place = f"{path}, task {number}"
                try:
                    found = _task(Fields(value, place), part, by, on_fault)
                except InputError as fault:
                    on_fault(fault)
                else:
                    yield from () if found is None else (found,)
    except OSError as error:
        on_fault(unreadable(error, path))
    except InputError as fault:
        on_fault(fault)


def _task(
    row: Fields, part: Part, by: str | None, on_fault: FaultHandler
) -> Marked | None:
    data = Fields(row.value.get("data"), f"{row.place}, data")
    text, key = data.text(TEXT), data.text("id")
    if text is None:
        raise data.fault(TEXT, "the article's text")
    if key is None:
        raise data.fault("id", "the article's id")
    place = f"{row.place} ({key})"
    chosen = _chosen(Fields(row.value, place), part, by)
    if chosen is None:
        on_fault(Notice(f"no {part} in this task; left out", source=place))
        return None
    regions = _regions(chosen, on_fault)
    figures = tuple(_figures(regions, place, on_fault))
    return Marked(id=key, place=place, text=text, figures=figures, told=data.value)


def _chosen(row: Fields, part: Part, by: str | None) -> Fields | None:
    """Choose the annotation of a task; None where there is none.

    Raises:
        InputError: there are several and nobody said whose.
    """
    given = row.value.get(part)
    if given is None:
        return None
    if not isinstance(given, list):
        raise row.fault(part, "a list")
    if any(isinstance(one, int) for one in given):
        message = f"expected {part} in full, got their numbers"
        hint = "export a snapshot that includes them, or ask the server's /api/tasks/ID"
        raise InputError(message, source=row.place, hint=hint)
    all_of_them = [Fields(one, f"{row.place}, {part}") for one in given]
    whole = [one for one in all_of_them if not one.value.get("was_cancelled")]
    if by is not None and part == "annotations":
        whole = [one for one in whole if by in _who(one)]
    if len(whole) > 1:
        people = ", ".join(sorted({_who(one)[0] for one in whole}))
        message = f"expected one of {part}, got {len(whole)} (by {people})"
        hint = "name the person by --by, and read the others into a file of their own"
        raise InputError(message, source=row.place, hint=hint)
    return whole[0] if whole else None


def _who(row: Fields) -> tuple[str, ...]:
    """Name who made an annotation: by address where the export tells it."""
    match row.value.get("completed_by", row.value.get("model_version")):
        case {"email": str(address), "id": int(number)}:
            return address, str(number)
        case {"email": str(address)}:
            return (address,)
        case int(number) | str(number):
            return (str(number),)
        case _:
            return ("nobody",)


def _regions(row: Fields, on_fault: FaultHandler) -> _Regions:
    result = row.value.get("result")
    if not isinstance(result, list):
        raise row.fault("result", "a list")
    found, passed = _Regions(), 0
    for number, value in enumerate(result, 1):
        item = Fields(value, f"{row.place}, result {number}")
        match item.value.get("type"):
            case "relation":
                ends = item.text("from_id") or "", item.text("to_id") or ""
                found.links.append(ends)
            case "labels" | "hypertextlabels":
                _take_region(item, found)
            case "choices" | "textarea" | "number":
                _take_field(item, found)
            case _:
                passed += 1
    if passed:
        message = f"{passed} results that are no regions of ours, left out"
        on_fault(Notice(message, source=row.place))
    return found


def _take_region(item: Fields, found: _Regions) -> None:
    value = Fields(item.value.get("value"), f"{item.place}, value")
    places = value.value.get("globalOffsets", value.value)
    where = Fields(places, value.place)
    kinds = value.value.get("labels", value.value.get("hypertextlabels"))
    match kinds:
        case [str(kind)]:
            mark = Mark(where.offset("start"), where.offset("end"), value.text("text"))
            key = item.text("id") or ""
            found.marks[key] = kind, mark
            found.told.setdefault(key, {}).update(_who_judged(item))
        case _:
            raise value.fault("labels", "one label")


def _who_judged(item: Fields) -> dict[str, object]:
    match item.value.get("meta"):
        case {**meta}:
            return {name: meta[name] for name in (*WHO, "verdict") if name in meta}
        case _:
            return {}


def _take_field(item: Fields, found: _Regions) -> None:
    value = Fields(item.value.get("value"), f"{item.place}, value")
    name = item.text("from_name") or ""
    inside = "choices" if name in CHOICES else "text"
    match value.value.get(inside, value.value.get("number")):
        case [str(said)] | str(said):
            found.told.setdefault(item.text("id") or "", {})[name] = said
        case [] | None:
            return
        case _:
            raise value.fault(inside, f"one value for {name!r}")


def _figures(regions: _Regions, place: str, on_fault: FaultHandler) -> Iterator[Figure]:
    evidence: dict[str, dict[str, Mark]] = {}
    linked: set[str] = set()
    for one, other in regions.links:
        kind, mark = regions.marks.get(other, (FIGURE, Mark(0, 0)))
        if kind != FIGURE and regions.marks.get(one, ("", None))[0] == FIGURE:
            linked.add(other)
            evidence.setdefault(one, {}).setdefault(kind, mark)
    others = {key for key, (kind, _) in regions.marks.items() if kind != FIGURE}
    if alone := len(others - linked):
        message = f"{alone} marks that no relation joins to a figure, left out"
        on_fault(Notice(message, source=place))
    for key, (kind, mark) in regions.marks.items():
        if kind == FIGURE:
            yield Figure(
                place=f"{place}, figure at {mark.start}",
                mark=mark,
                told=with_numbers(regions.told.get(key, {})),
                evidence=evidence.get(key, {}),
            )
