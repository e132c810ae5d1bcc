"""Reads the articles of a brat folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pipeline.errors import InputError, Notice
from pipeline.exchange.brat.writing import NOTE
from pipeline.exchange.marks import (
    CHOICES,
    FIGURE,
    Figure,
    Mark,
    Marked,
    with_numbers,
)
from pipeline.io.inputs import unreadable
from pipeline.io.jsonlines import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.faults import FaultHandler

_ENTITY: Final = re.compile(
    r"(?P<key>T\d{1,9})\t(?P<kind>[\w-]{1,60}) "
    r"(?P<places>\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9}){0,999})(?:\t(?P<words>.*))?",
    re.DOTALL,
)
_RELATION: Final = re.compile(
    r"R\d{1,9}\t(?P<kind>[\w-]{1,60})"
    r" Arg1:(?P<one>\w{1,20}) Arg2:(?P<other>\w{1,20})\s?"
)
_ATTRIBUTE: Final = re.compile(
    r"A\d{1,9}\t(?P<name>[\w-]{1,60}) (?P<of>\w{1,20}) (?P<value>.{1,200})"
)
_NOTE: Final = re.compile(rf"#\d{{1,9}}\t{NOTE} (?P<of>\w{{1,20}})\t(?P<note>.*)")


@dataclass(slots=True)
class _Standoff:
    """The marks of one article, by the names the file gives them."""

    place: str
    marks: dict[str, tuple[str, Mark]] = field(default_factory=dict)
    told: dict[str, dict[str, object]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    passed: int = 0


def read_folder(path: str, *, on_fault: FaultHandler) -> Iterator[Marked]:
    """Read every article of a folder, by name: each ``.ann`` with its ``.txt``.

    What our marks have no use for (events, marks without a relation) is told and left
    out.

    Args:
        path: the folder.
        on_fault: told of each fault; a line at fault is left out, and so is an article
            whose text cannot be read.
    """
    files = sorted(Path(path).glob("*.ann"))
    if not files:
        message = "expected a folder with .ann files, got none"
        on_fault(InputError(message, source=path, hint="name the folder of a project"))
    for file in files:
        try:
            text = _read(file.with_suffix(".txt"))
            found = _standoff(file, text, on_fault)
        except OSError as error:
            on_fault(unreadable(error, str(error.filename or file)))
        except InputError as fault:
            on_fault(fault)
        else:
            figures = tuple(_figures(found, on_fault))
            yield Marked(
                id=unquote(file.stem), place=str(file), text=text, figures=figures
            )


def _read(path: Path) -> str:
    """Read a text as it stands: a byte order mark is a character, as it is for brat."""
    return decode(path.read_bytes(), str(path))


def _standoff(file: Path, text: str, on_fault: FaultHandler) -> _Standoff:
    found = _Standoff(str(file))
    for number, line in enumerate(_read(file).split("\n"), 1):
        if line:
            try:
                _take(line, f"{file}:{number}", found, text)
            except InputError as fault:
                on_fault(fault)
    return found


def _take(line: str, place: str, found: _Standoff, text: str) -> None:
    if match := _ENTITY.fullmatch(line):
        found.marks[match["key"]] = match["kind"], _mark(match, text)
    elif match := _RELATION.fullmatch(line):
        found.links.append((match["one"], match["other"]))
    elif match := _ATTRIBUTE.fullmatch(line):
        found.told.setdefault(match["of"], {})[match["name"]] = match["value"].strip()
    elif match := _NOTE.fullmatch(line):
        _take_note(match["note"], found.told.setdefault(match["of"], {}), place, found)
    elif line[0] in "TRA":
        message = f"expected a mark as brat writes it, got {line!r:.60}"
        raise InputError(message, source=place, hint="mend the line")
    else:
        found.passed += 1


def _mark(match: re.Match[str], text: str) -> Mark:
    """Give a mark of one piece or several; the words between pieces are its, too."""
    pairs = [piece.split() for piece in match["places"].split(";")]
    places = [(int(start), int(end)) for start, end in pairs]
    start, end = places[0][0], places[-1][1]
    words: str | None = match["words"]
    if words is not None and len(places) > 1:
        between = " ".join(text[first:last] for first, last in places)
        # The words are told piece by piece; where they hold, those between are known.
        words = text[start:end] if between == words else words
    return Mark(start, end, words)


def _take_note(
    note: str, fields: dict[str, object], place: str, found: _Standoff
) -> None:
    """Read the fields of a note; a remark in other words is passed over."""
    if not note.startswith("{"):
        found.passed += 1
        return
    try:
        told = json.loads(note)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        message = f"expected the fields of a figure as JSON, got {note!r:.60}"
        raise InputError(message, source=place, hint='as in {"value": "5.5"}')
    fields.update(
        (name, value)
        for name, value in told.items()
        if name not in CHOICES or name not in fields
    )


def _figures(found: _Standoff, on_fault: FaultHandler) -> Iterator[Figure]:
    evidence: dict[str, dict[str, Mark]] = {}
    linked: set[str] = set()
    for one, other in found.links:
        kind, mark = found.marks.get(other, (FIGURE, Mark(0, 0)))
        if kind != FIGURE and found.marks.get(one, ("", None))[0] == FIGURE:
            linked.add(other)
            evidence.setdefault(one, {}).setdefault(kind, mark)
    others = {key for key, (kind, _) in found.marks.items() if kind != FIGURE}
    if alone := len(others - linked) + found.passed:
        message = f"{alone} marks that are joined to no figure, left out"
        on_fault(Notice(message, source=found.place))
    for key, (kind, mark) in found.marks.items():
        if kind == FIGURE:
            yield Figure(
                place=f"{found.place}, {key}",
                mark=mark,
                told=with_numbers(found.told.get(key, {})),
                evidence=evidence.get(key, {}),
            )
