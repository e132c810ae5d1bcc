"""``solieu audit``: figures against each other, by arithmetic alone."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from pipeline.cli.extraction import ModelName  # noqa: TC001 - typer reads it
from pipeline.cli.results import Results, parquet_of
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.series.run import Audited, Meter
    from pipeline.series.telling import Told

Form: TypeAlias = Literal["table", "jsonl", "html"]

EXAMPLES: Final = """\
Examples:
  solieu audit seeds/
  solieu audit figures.parquet -o audit.html
  solieu audit OUT/ --to jsonl --unproven > findings.jsonl
"""
_OF_ENDING: Final[dict[str, Form]] = {
    ".txt": "table",
    ".html": "html",
    ".jsonl": "jsonl",
}
_SHOWN: Final = ("contradicted", "doubtful", "confirmed")
_MOST: Final = 2_000
"""Findings that a page holds; a browser grows slow with more."""

OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]
To: TypeAlias = Annotated[
    Form | None,
    typer.Option(help="Format; else by the ending of FILE, else a table."),
]
Unproven: TypeAlias = Annotated[
    bool,
    typer.Option("--unproven", help="Tell also what no other figure bears on."),
]


def audit(
    inputs: Results,
    *,
    output: OutputFile = None,
    to: To = None,
    unproven: Unproven = False,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Check figures against each other, without labels.

    Value and attainment imply the plan, value and growth the base, parts their whole;
    articles tell the same figure alike or not. Every finding is confirmed,
    contradicted, doubtful or unproven, with the figures it rests on and, of a
    contradiction, the one that is probably misprinted or misread. Nothing is altered.
    """
    form = to or _form_of(output)
    faults = Faults()
    verdicts = (*_SHOWN, *(("unproven",) if unproven else ()))
    with parquet_of(inputs, model, faults) as tables, _audited(tables, model) as found:
        meter = found.meter()
        _write(form, output, found, verdicts)
    tell(_summary(meter))
    return faults.exit_code


def _form_of(output: str | None) -> Form:
    if output is None:
        return "table"
    ending = Path(output).suffix.lower()
    if ending not in _OF_ENDING:
        raise UsageError(
            f"{output}: expected a name that ends in {', '.join(_OF_ENDING)}, got"
            f" {ending or 'no ending'}; rename it or say the format by --to"
        )
    return _OF_ENDING[ending]


@contextmanager
def _audited(tables: Sequence[str], model: str) -> Iterator[Audited]:
    from pipeline.catalogue.linker import IndicatorLinker
    from pipeline.lexicon.indicators import read_catalogue
    from pipeline.models import open_model
    from pipeline.series.naming import linking
    from pipeline.series.run import Audited
    from pipeline.series.store import opened

    catalogue = read_catalogue(open_model(model))
    natures = {one.id: one.nature for one in catalogue.indicators.values()}
    with opened(tables) as store:
        store.link(linking(IndicatorLinker(catalogue)))
        yield Audited(store, natures)


def _write(
    form: Form, output: str | None, found: Audited, verdicts: Sequence[str]
) -> None:
    if form == "html":
        _write_page(output, found, verdicts)
        return
    from pipeline.io.files import replacing

    lines = _json_lines(found, verdicts) if form == "jsonl" else _table(found, verdicts)
    if output is None:
        for line in lines:
            print(line)
        return
    with replacing(output) as part, part.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def _write_page(output: str | None, found: Audited, verdicts: Sequence[str]) -> None:
    from pipeline.series.page import page, write_page

    told = list(found.findings(*verdicts, most=_MOST))
    meter = found.meter()
    if sum(meter.counts.values()) > len(told):
        first = count(len(told), "finding")
        tell(f"the page shows the first {first}; --to jsonl has all")
    title = "Audit of figures"
    if output is None:
        print(page(told, meter, title=title))
    else:
        write_page(output, told, meter, title=title)


def _json_lines(found: Audited, verdicts: Sequence[str]) -> Iterator[str]:
    for told in found.findings(*verdicts):
        yield json.dumps(told.as_json(), ensure_ascii=False, allow_nan=False)


def _table(found: Audited, verdicts: Sequence[str]) -> Iterator[str]:
    heading = ""
    for told in found.findings(*verdicts):
        if told.verdict != heading:
            heading = told.verdict
            yield f"\n{heading.upper()}" if heading != verdicts[0] else heading.upper()
        yield from _lines(told)


def _lines(told: Told) -> Iterator[str]:
    parts = (told.indicator or told.name, told.area, told.entity, told.period)
    yield f"  {told.kind}: {', '.join(part for part in parts if part)}"
    yield f"      {told.words}"
    for figure in told.figures if told.verdict == "contradicted" else ():
        sign = "?" if figure.suspect else " "
        yield f"    {sign} {figure.article}: …{figure.before[-60:]}[{figure.figure}]"


def _summary(meter: Meter) -> str:
    return (
        f"{count(meter.figures, 'figure')}: {meter.witnessed:,} ({meter.share:.1%})"
        f" borne out by others, {meter.contradicted:,} in a contradiction"
    )
