"""Writes a brat folder: a text and its standoff marks (``.txt``, ``.ann``) an article.

A figure is an entity of the type ``figure``. Its few-valued fields are attributes, the
others stand as JSON in its note; the words a field comes from are an entity of that
field's type, at the end of a relation. An id becomes a file name. The format has no
place for what is known of the article itself (published, url, source, split, complete).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, Notice, UsageError
from pipeline.exchange.anchoring import Place
from pipeline.exchange.marks import (
    CHOICES,
    EVIDENCE,
    FIGURE,
    fitting,
    portable,
    told_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.io.faults import FaultHandler

LOST: Final = ("published", "url", "source", "split", "complete")
"""What brat has no place for."""
BREAKS: Final = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What ends a line somewhere: a mark of brat may not go across it in one piece."""
CONFIGURATION: Final = "annotation.conf"
NOTE: Final = "AnnotatorNotes"
_UNSAFE: Final = re.compile(r"^\.|[^\w .,()+=-]|[ .]$")
_LONGEST_NAME: Final = 200


def write_folder(
    path: str, articles: Iterable[LabelledArticle], *, on_fault: FaultHandler
) -> int:
    """Write articles to a new folder, which appears whole; count them.

    Args:
        path: the folder, which must not be there, or be empty.
        articles: with their texts.
        on_fault: told of each article or label that cannot be carried.

    Raises:
        UsageError: the folder is not empty or cannot be made.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{path}: expected a new or empty folder, got one in use")
    try:
        part.mkdir()
        try:
            written = _write_all(part, articles, on_fault)
            part.replace(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a folder that can be written, got: {reason}"
        raise UsageError(message) from error
    return written


def _write_all(
    folder: Path, articles: Iterable[LabelledArticle], on_fault: FaultHandler
) -> int:
    written, kinds = 0, set[str]()
    for one in articles:
        place = f"article {one.id}"
        try:
            text, name = portable(one, place), file_name(one.id)
        except InputError as fault:
            on_fault(fault)
            continue
        marks = _Standoff(text, place, on_fault)
        labels = fitting(one, place, on_fault)
        lines = (f"{line}\n" for pair in labels for line in marks.lines(*pair))
        _write(folder / f"{name}.ann", "".join(lines))
        _write(folder / f"{name}.txt", text)
        kinds |= marks.kinds
        written += 1
    _write(folder / CONFIGURATION, configuration(kinds))
    return written


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def file_name(article_id: str) -> str:
    """Give the name of an article's files: its id, with %-signs for what is unsafe.

    Raises:
        InputError: the name would be too long for a file.
    """
    name = _UNSAFE.sub(
        lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), article_id
    )
    if len(name.encode("utf-8")) > _LONGEST_NAME:
        message = f"expected an id of at most {_LONGEST_NAME} bytes as a file name"
        place = f"article {article_id:.40}"
        raise InputError(message, source=place, hint="give it a shorter id")
    return name


class _Standoff:
    """Numbers and writes the marks of one article; ``kinds`` are those of evidence."""

    def __init__(self, text: str, place: str, on_fault: FaultHandler) -> None:
        self.kinds: set[str] = set()
        self._text = text
        self._place = place
        self._on_fault = on_fault
        self._entities: dict[tuple[str, int, int], str] = {}
        self._counts: Counter[str] = Counter()

    def lines(self, label: Label, evidence: Mapping[str, Place]) -> Iterator[str]:
        """Give the lines of one figure; none, and a fault, where it has no place."""
        figure = self._entity(FIGURE, (label.start, label.end))
        if figure is None:
            message = "expected a figure that neither begins nor ends at a line's end"
            source = f"{self._place}:{label.start}"
            self._on_fault(InputError(f"{message}; left out", source=source))
            return
        key, line = figure
        yield line
        told = told_of(label)
        for name in CHOICES:
            if told.get(name) in CHOICES[name]:
                yield f"{self._number('A')}\t{name} {key} {told.pop(name)}"
        yield f"{self._number('#')}\t{NOTE} {key}\t{_note(told)}"
        for name, place in evidence.items():
            yield from self._evidence(key, name, place)

    def _evidence(self, figure: str, name: str, place: Place) -> Iterator[str]:
        key = self._entities.get((name, *place))
        if key is None:
            made = self._entity(name, place)
            if made is None:
                message = f"evidence of {name} at a line's end has no place; left out"
                self._on_fault(Notice(message, source=f"{self._place}:{place[0]}"))
                return
            key, line = made
            self._entities[name, *place] = key
            self.kinds.add(name)
            yield line
        yield f"{self._number('R')}\t{name} Arg1:{figure} Arg2:{key}"

    def _entity(self, kind: str, place: Place) -> tuple[str, str] | None:
        pieces = fragments(self._text, *place)
        if pieces is None:
            return None
        key = self._number("T")
        where = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(self._text[start:end] for start, end in pieces)
        return key, f"{key}\t{kind} {where}\t{words}"

    def _number(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]}"


def fragments(text: str, start: int, end: int) -> list[Place] | None:
    """Cut a stretch at the ends of lines; None where it begins or ends with one."""
    pieces, at = list[Place](), start
    for match in BREAKS.finditer(text, start, end):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, end))
    return None if any(first == last for first, last in pieces) else pieces


def _note(told: Mapping[str, str]) -> str:
    """Write fields as JSON on what every program takes for one line."""
    said = json.dumps(told, ensure_ascii=False)
    return BREAKS.sub(lambda ends: json.dumps(ends[0])[1:-1], said)


def configuration(kinds: Iterable[str] = ()) -> str:
    """Give brat's ``annotation.conf``, with the kinds of evidence besides the usual."""
    names = list(dict.fromkeys((*EVIDENCE, *sorted(kinds))))
    lines = ["[entities]", FIGURE, *names, "", "[relations]"]
    lines += [f"{name}\tArg1:{FIGURE}, Arg2:{name}" for name in names]
    lines += ["", "[events]", "", "[attributes]"]
    lines += [
        f"{name}\tArg:{FIGURE}, Value:{'|'.join(values)}"
        for name, values in CHOICES.items()
    ]
    return "\n".join(lines) + "\n"
