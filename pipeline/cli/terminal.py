"""The readable table: each sentence with its evidence marked, its figures below."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.talk import count
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from pipeline.schema import Article, Observation

WIDE: Final = 160
"""Columns where no terminal says how many it has."""

MIN_METRIC: Final = 24
"""Less room than this for the metric, and it goes on a line of its own."""

STACKED_CELL: Final = 16
"""A longer cell pushes the rest of its line, not that of every line."""

_AMOUNT: Final = "bold green"
_STYLES: Final = {
    "metric": "cyan",
    "parent": "blue",
    "unit": "green",
    "period": "magenta",
    "base": "yellow",
    "status": "red",
    "area": "bright_black",
}
_OTHER: Final = "underline"
_BOUNDS: Final = {"exact": "", "about": "≈ ", "over": "> ", "under": "< "}
_DIRECTIONS: Final = {"up": " ↑", "down": " ↓", None: ""}
_HEADS: Final = (
    *("figure", "measure", "metric < parent"),
    *("period", "against", "status", "area", "conf"),
)
_METRIC: Final = 2
_GAP: Final = 2
_YEAR: Final = 4
_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), " ")


class TableWriter:
    """Writes each article as its sentences with their figures."""

    def __init__(self, console: Console, stream: TextIO) -> None:
        self._console = console
        self._stream = stream
        self._plain = console.no_color or console.color_system is None

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write one article."""
        # By way of a string: a console that writes itself ends the whole program
        # when the reader of a pipe has gone.
        with self._console.capture() as captured:
            self._show(article, observations)
        self._stream.write(captured.get())

    def _show(self, article: Article, observations: Sequence[Observation]) -> None:
        show = self._console.print
        show(_heading(article, len(observations)))
        widths = column_widths([_HEADS, *(cells(seen) for seen in observations)])
        gaps = _GAP * len(widths)
        room = self._console.width - sum(widths) - gaps + widths[_METRIC]
        for _, group in groupby(observations, key=lambda seen: seen.sentence_start):
            of_sentence = list(group)
            show()
            show(marked(article.text, of_sentence, brackets=self._plain))
            if room >= MIN_METRIC:
                widths[_METRIC] = min(widths[_METRIC], room)
                first = of_sentence[0] is observations[0]
                show(_table(of_sentence, widths, heads=first))
            else:
                show(*_stacked(of_sentence, widths), sep="\n")
        show()


def column_widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """Give the width of each column, so that it is the same below every sentence."""
    columns = zip(*rows, strict=True)
    return [max(cell_len(cell) for cell in column) for column in columns]


def _heading(article: Article, figures: int) -> Text:
    heading = Text(_clean(article.id), style="bold")
    for part in (article.published, article.title, count(figures, "figure")):
        if part:
            heading.append(f" · {_clean(part)}", style="not bold")
    return heading


def _clean(text: str) -> str:
    """Take the control characters out: a text must not steer the terminal."""
    return text.translate(_CONTROLS)


def marked(text: str, observations: Sequence[Observation], *, brackets: bool) -> Text:
    """Give a sentence with the evidence of its figures in colours.

    With ``brackets``, where there are no colours, the amounts stand in ``[ ]``.
    """
    first = observations[0]
    start, end = first.sentence_start, first.sentence_end
    sentence = Text(_clean(text[start:end]))
    for seen in observations:
        for name, (at, to) in seen.evidence.items():
            if start <= at < to <= end and name != "amount":
                sentence.stylize(_STYLES.get(name, _OTHER), at - start, to - start)
    for seen in observations:
        at, to = seen.amount_start - start, seen.amount_end - start
        sentence.stylize(_AMOUNT, at, to)
    return _bracketed(sentence.plain, observations, start) if brackets else sentence


def _bracketed(plain: str, observations: Sequence[Observation], start: int) -> Text:
    for seen in sorted(observations, key=lambda o: o.amount_start, reverse=True):
        at, to = seen.amount_start - start, seen.amount_end - start
        plain = f"{plain[:at]}[{plain[at:to]}]{plain[to:]}"
    return Text(plain)


def _table(
    observations: Sequence[Observation], widths: list[int], *, heads: bool
) -> Table:
    table = Table(box=None, show_header=heads, pad_edge=False, header_style="dim")
    table.add_column(width=0)
    for head, width in zip(_HEADS, widths, strict=True):
        table.add_column(head, width=width, overflow="fold")
    for seen in observations:
        table.add_row("", *_styled(seen), style="dim" if seen.repeat_of else None)
    return table


def _stacked(observations: Sequence[Observation], widths: list[int]) -> Iterator[Text]:
    """Give each figure on two lines, for a narrow terminal: the metric comes below."""
    for seen in observations:
        row = _styled(seen)
        metric = row.pop(_METRIC)
        line = Text(" " * _GAP)
        for cell, width in zip(
            row, widths[:_METRIC] + widths[_METRIC + 1 :], strict=True
        ):
            pad = max(0, min(width, STACKED_CELL) - cell.cell_len) + _GAP
            line.append_text(cell).append(" " * pad)
        line.rstrip()
        yield line
        yield Text(" " * 3 * _GAP).append_text(metric)


def _styled(seen: Observation) -> list[Text]:
    row = [Text(cell) for cell in cells(seen)]
    row[0].stylize(_AMOUNT)
    row[_METRIC].stylize(_STYLES["metric"])
    return row


def cells(seen: Observation) -> tuple[str, ...]:
    """Give the cells of one figure, in the order of the heads."""
    metric = seen.metric_text or "?"
    if seen.parent_text:
        metric += f" < {seen.parent_text}"
    return tuple(
        _clean(cell)
        for cell in (
            figure(seen),
            seen.measure + _DIRECTIONS[seen.direction],
            metric,
            _short(seen.period.iso) if seen.period else "?",
            _short(seen.base.iso) if seen.base else "",
            seen.status,
            seen.area or seen.entity or "",
            f"{seen.confidence:.2f}",
        )
    )


def _short(iso: str) -> str:
    """Leave out a year that is told again: "2021-01/2021-09" becomes 2021-01/09."""
    first, slash, last = iso.partition("/")
    year = first[: _YEAR + 1]
    return first + slash + last.removeprefix(year if len(year) > _YEAR else "/")


def figure(seen: Observation) -> str:
    """Write the figure for the eye: "> 131 tỷ đồng"; words get their number."""
    amount = seen.amount_text
    if not any(sign.isdigit() for sign in amount):
        amount = f"{amount} = {seen.value:f}"
    unit = seen.unit_text or ""
    space = "" if unit.startswith("%") else " "
    return f"{_BOUNDS[seen.bound]}{amount}{space}{unit}".rstrip()


@contextmanager
def writing_table(path: str | None, *, color: bool | None) -> Iterator[TableWriter]:
    """Open the readable table on stdout or in a file, which appears whole at the end.

    Args:
        path: the file; None is stdout.
        color: True or False; None lets the terminal decide.

    Raises:
        UsageError: the file cannot be written.
    """
    if path is None:
        yield TableWriter(_console(sys.stdout, color), sys.stdout)
        sys.stdout.flush()
        return
    with replacing(path) as part, part.open("w", encoding="utf-8") as stream:
        yield TableWriter(_console(stream, color), stream)


def _console(stream: TextIO, color: bool | None) -> Console:  # noqa: FBT001 - tristate
    wide = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(
        file=stream,
        force_terminal=color,
        no_color=True if color is False else None,
        width=WIDE if wide else None,
        highlight=False,
        markup=False,
        soft_wrap=False,
    )
