"""``solieu correct``: an edited table goes back into the overlay of corrections."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.reading import Encoding, Map, reading_of
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.corrections.edits import Edit
    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Reading
    from pipeline.io.sheets import Sheet, SheetRow
    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu extract press/ -o figures.xlsx           (then edit it and save it)
  solieu correct figures.xlsx --by Lan
  solieu correct edited.csv --original figures.csv -o lan.jsonl
  solieu extract press/ --corrections corrections.jsonl -o figures.parquet
"""

Table: TypeAlias = Annotated[
    str, typer.Argument(metavar="TABLE", help="The edited .xlsx or .csv table.")
]
Original: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="The table as extracted; an .xlsx knows it."),
]
Articles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Texts, for rows you added; repeatable."),
]
Output: TypeAlias = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="The overlay to add to.")
]
By: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who corrected it.")
]
Complete: TypeAlias = Annotated[
    bool,
    typer.Option("--complete", help="Every figure was judged: rows left are right."),
]
RejectMissing: TypeAlias = Annotated[
    bool, typer.Option("--reject-missing", help="A row that is gone is no figure.")
]


def correct(  # noqa: PLR0913 - one parameter per option
    table: Table,
    *,
    original: Original = None,
    articles: Articles = None,
    columns: Map = None,
    encoding: Encoding = None,
    output: Output = "corrections.jsonl",
    by: By = None,
    complete: Complete = False,
    reject_missing: RejectMissing = False,
) -> int:
    """Read an edited table back as corrections.

    Cells that you changed correct their figures. A column "verdict" may say accepted
    or rejected; a row without observation_id, with article_id, amount_text and the
    rest, is a figure that was missed. The corrections are added to the overlay, which
    "solieu extract" and "solieu evaluate" apply by --corrections, whatever the model.
    With --complete the articles can be scored against and trained on.
    """
    from pipeline.corrections.edits import Judging, read_edits
    from pipeline.io.sheets import read_sheet

    faults = Faults()
    sheet = read_sheet(table)
    before = _before(sheet, table, original)
    texts = _texts(articles, reading_of(columns, encoding), faults)
    judging = Judging(
        by=by, at=_day(table), complete=complete, reject_missing=reject_missing
    )
    edits = list(read_edits(sheet, before, texts, judging, faults))
    if faults.seen and (complete or reject_missing):
        tell(f"{output}: nothing written, for a row at fault would count as gone")
        return faults.exit_code
    _add_to(output, edits, texts, complete=complete)
    for line in _lines(edits):
        print(line)
    tell(f"{output}: {_summary(edits)}")
    return faults.exit_code


def _before(sheet: Sheet, table: str, original: str | None) -> Sequence[SheetRow]:
    from pipeline.io.sheets import read_sheet

    if original is not None:
        return read_sheet(original).rows
    if sheet.before is None:
        raise UsageError(
            f"{table}: expected a table that knows what was extracted, as an .xlsx by"
            " 'solieu extract' does; name the table as extracted by --original"
        )
    return sheet.before


def _texts(
    articles: list[str] | None, reading: Reading, on_fault: FaultHandler
) -> dict[str, Article]:
    from pipeline.io.readers import read_articles

    read = read_articles(articles or [], on_fault=on_fault, reading=reading)
    return {article.id: article for article in read}


def _day(table: str) -> str:
    """Give the day when the table was last saved: that is when it was judged."""
    saved = Path(table).stat().st_mtime
    return datetime.fromtimestamp(saved, tz=UTC).date().isoformat()


def _add_to(
    output: str,
    edits: Sequence[Edit],
    texts: Mapping[str, Article],
    *,
    complete: bool,
) -> None:
    """Lay the verdicts over those of the overlay file, if there is one."""
    from pipeline.corrections.gathering import gathered, merged
    from pipeline.io.annotations import read_annotations, write_annotations

    known = Path(output).exists()
    # An overlay that cannot be read whole would be written back with a loss: the
    # first fault in it is the end.
    old = list(read_annotations(output, may_be_empty=True)) if known else []
    kept, stale = merged(old, gathered(edits, texts, complete=complete))
    for one in stale:
        number = count(len(one.labels), "stale correction")
        tell(f"{output}: {one.id}: {number} of an older text taken out")
    write_annotations(output, kept)


def _lines(edits: Sequence[Edit]) -> Iterator[str]:
    """Tell each verdict with what it changes, for a look before it is used."""
    for edit in edits:
        verdict = edit.label.verdict
        if verdict == "accepted":
            continue
        changes = ", ".join(
            f"{name}: {was or 'nothing'} → {now or 'nothing'}"
            for name, (was, now) in edit.changes.items()
        )
        place = f"{edit.article_id}:{edit.label.start}"
        yield f"{place} {verdict}{': ' if changes else ''}{changes}"


def _summary(edits: Sequence[Edit]) -> str:
    counts = Counter(edit.label.verdict for edit in edits)
    verdicts = ("corrected", "rejected", "added", "accepted")
    return ", ".join(f"{counts[one]} {one}" for one in verdicts)
