"""Writes the report: one page of HTML that needs no network and no program."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.io.annotations import text_hash
from pipeline.io.files import replacing
from pipeline.web.marking import KINDS, visible
from pipeline.web.shelf import Shelved
from pipeline.web.showing import of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jinja2 import Template

    from pipeline.report.choosing import Choice, Chosen, Drawing, Limits
    from pipeline.schema import Article
    from pipeline.series.run import Meter
    from pipeline.series.telling import Told
    from pipeline.web.showing import Figure, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a page is made of; what is too much is left out and said."""

    title: str
    choice: Choice
    texts: Mapping[str, Article]
    findings: Sequence[Told]
    meter: Meter
    charts: Sequence[Drawing]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as the page has it; ``whole`` is False where its text is not."""

    chosen: Chosen
    article: Article
    figures: Sequence[Figure]
    passages: Sequence[Passage]
    whole: bool

    @property
    def left_out(self) -> int:
        """How many of its figures the page does not show."""
        return self.chosen.figures - len(self.figures)


def write_report(path: str, contents: Contents) -> int:
    """Write the page to a file, which appears whole; give its size in bytes.

    Raises:
        UsageError: the file cannot be written.
    """
    content = report(contents).encode("utf-8", errors="replace")
    with replacing(path) as part:
        part.write_bytes(content)
    return len(content)


def report(contents: Contents) -> str:
    """Give the page; whatever an article says is escaped."""
    shown = list(_shown(contents))
    numbers = {
        figure.row.observation_id: f"a{at}f{figure.number}"
        for at, one in enumerate(shown)
        for figure in one.figures
    }
    return _template().render(
        title=contents.title,
        shown=shown,
        numbers=numbers,
        findings=contents.findings,
        meter=contents.meter,
        charts=[(one.name, _as_address(one.svg)) for one in contents.charts],
        choice=contents.choice,
        notes=list(_notes(contents, len(shown))),
        kinds=KINDS,
    )


def _shown(contents: Contents) -> Iterable[Shown]:
    """Lay articles out until the page is full."""
    room, rows = contents.limits.characters, contents.limits.figures
    for one in contents.choice.articles:
        shown = _lay_out(one, contents.texts.get(one.article.id))
        room -= sum(len(piece.text) for p in shown.passages for piece in p.pieces)
        rows -= len(shown.figures)
        if room < 0 or rows < 0:
            return
        yield shown


def _lay_out(chosen: Chosen, given: Article | None) -> Shown:
    sha256 = chosen.rows[0].text_sha256 if chosen.rows else ""
    fits = given is not None and text_hash(given.text) == sha256
    article = given if given is not None and fits else chosen.article
    shelved = Shelved(article, fits, sha256, chosen.rows)
    figures, passages = of_rows(shelved, chosen.rows, {})
    return Shown(chosen, article, figures, passages, fits)


def _notes(contents: Contents, shown: int) -> Iterable[str]:
    """Say what is left out."""
    choice = contents.choice
    if choice.all_articles > shown:
        yield (
            f"left out: {choice.all_articles - shown:,} of {choice.all_articles:,}"
            " articles; those of contradictions come first"
        )
    told = sum(
        many
        for (_, verdict), many in contents.meter.counts.items()
        if verdict != "unproven"
    )
    if told > len(contents.findings):
        left = told - len(contents.findings)
        yield f"left out: {left:,} of {told:,} findings; solieu audit has all"


def _as_address(svg: str) -> str:
    """Give a drawing as an address of itself: as a picture it can run nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    source = resources.files(__package__).joinpath("page.html").read_text("utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["many"] = _many
    return environment.from_string(source)
