"""The readable table: each sentence with its evidence marked, its figures below."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.talk import count
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from pipeline.schema import Article, Observation

WIDE: Final = 160
"""Columns where no terminal says how many it has."""

MIN_METRIC: Final = 24
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
_METRIC_COLUMN: Final = 2
_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), " ")


class TableWriter:
    """Writes each article as its sentences with their figures."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._plain = console.no_color or console.color_system is None

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write one article."""
        self._console.print(_heading(article, len(observations)))
        widths = self._widths(observations)
        for _, group in groupby(observations, key=lambda seen: seen.sentence_start):
            of_sentence = list(group)
            self._console.print()
            self._console.print(marked(article.text, of_sentence, brackets=self._plain))
            first = of_sentence[0] is observations[0]
            self._console.print(_table(of_sentence, widths, heads=first))
        self._console.print()

    def _widths(self, observations: Sequence[Observation]) -> list[int]:
        """Line the columns up over all sentences; the metric takes what is left."""
        rows = [_HEADS, *(cells(seen) for seen in observations)]
        widths = [
            max(Text(cell).cell_len for cell in column)
            for column in zip(*rows, strict=True)
        ]
        gaps = 2 * len(widths) + 2
        others = sum(widths) - widths[_METRIC_COLUMN] + gaps
        room = max(MIN_METRIC, self._console.width - others)
        widths[_METRIC_COLUMN] = min(widths[_METRIC_COLUMN], room)
        return widths


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
    table.add_column(width=1)
    for head, width in zip(_HEADS, widths, strict=True):
        table.add_column(head, width=width, overflow="fold")
    for seen in observations:
        row = [Text(cell) for cell in cells(seen)]
        row[0].stylize(_AMOUNT)
        row[_METRIC_COLUMN].stylize(_STYLES["metric"])
        table.add_row("", *row, style="dim" if seen.repeat_of else None)
    return table


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
            seen.period.iso if seen.period else "?",
            seen.base.iso if seen.base else "",
            seen.status,
            seen.area or seen.entity or "",
            f"{seen.confidence:.2f}",
        )
    )


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
        yield TableWriter(_console(sys.stdout, color))
        sys.stdout.flush()
        return
    with replacing(path) as part, part.open("w", encoding="utf-8") as stream:
        yield TableWriter(_console(stream, color))


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
