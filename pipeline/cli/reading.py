"""How the commands that read articles are told what a dump is like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

if TYPE_CHECKING:
    from pipeline.io.reading import Reading

FILES_HELP: Final = (
    "Files (.txt, .jsonl, .json, .csv, .tsv, .parquet, .html, .xml, .zip, also packed:"
    " .gz, .zst), folders or glob patterns."
)
INPUTS_HELP: Final = f"{FILES_HELP} - is stdin."

Map: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="FIELD=NAME,…",
        help="Keys or columns of the dump, as in text=content,published=date;"
        " common names are known.",
    ),
]
Encoding: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="utf-8, utf-16, windows-1258, tcvn3 or vni; else told file by file.",
    ),
]


def reading_of(columns: str | None, encoding: str | None) -> Reading:
    """Give how to read what the options say.

    Raises:
        UsageError: an option names no field, or an encoding that is not read.
    """
    from pipeline.io.encodings import check_encoding
    from pipeline.io.reading import Reading, parse_columns

    return Reading(
        columns=parse_columns(columns) if columns is not None else (),
        encoding=check_encoding(encoding) if encoding is not None else None,
    )
