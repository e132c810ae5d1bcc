"""Proposals as a table that a person reviews: one phrase a row, verdicts beside it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.files import replacing
from pipeline.lexicon.additions import PHRASE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.lexicon.additions import PhraseKind

COLUMNS: Final = (
    *("phrase", "kind", "proposed", "count", "articles", "score", "found_by"),
    *("examples", "verdict", "note"),
)
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
_NEEDED: Final = ("phrase", "kind", "proposed", "verdict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One phrase that may be vocabulary.

    ``proposed`` is the indicator of an alias, the code of a unit, the kinds of a cue;
    it may be empty. ``count`` are figures, ``articles`` distinct articles. ``score``
    is 0 to 1 and orders the proposals; it is no probability. ``found_by`` names what
    spoke for it: "context", "join" (another article tells its figures under a name of
    the catalogue), "unlinked" (most of its figures were not linked). ``examples`` are
    places ("article:start-end", offsets into the text as given) with six words at
    most.
    """

    phrase: str
    kind: PhraseKind
    proposed: str
    count: int
    articles: int
    score: float
    found_by: str
    examples: tuple[str, ...]

    def cells(self) -> tuple[str, ...]:
        """Give the cells of its row, with none for the person's verdict and note."""
        return (
            *(self.phrase, self.kind, self.proposed, str(self.count)),
            *(str(self.articles), f"{self.score:.3f}", self.found_by),
            *(" · ".join(self.examples), "", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person says of a proposal; ``proposed`` as it stands after the review."""

    phrase: str
    kind: PhraseKind
    proposed: str
    accepted: bool
    place: str


def write_proposals(path: str, proposals: Iterable[Proposal]) -> None:
    """Write a TSV table with a header.

    Raises:
        UsageError: ``path`` cannot be written.
    """
    with replacing(path) as part:
        part.write_text(proposals_table(proposals), encoding="utf-8", newline="")


def proposals_table(proposals: Iterable[Proposal]) -> str:
    """Give the table as text, in NFC, one line a proposal."""
    rows = [COLUMNS, *(proposal.cells() for proposal in proposals)]
    text = "".join("\t".join(map(_plain, cells)) + "\n" for cells in rows)
    return unicodedata.normalize("NFC", text)


def read_verdicts(path: str) -> list[Verdict]:
    """Read a reviewed table: the rows whose verdict is accepted or rejected.

    Rows without a verdict were not judged and are passed over; columns may come in
    any order, and more of them.

    Raises:
        InputError: it cannot be read, lacks a column, or has an unknown verdict.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"expected a table of proposals in UTF-8, got: {error}"
        raise InputError(message, source=path, hint="save it as UTF-8 text") from error
    lines = unicodedata.normalize("NFC", text).split("\n")
    header = [cell.strip() for cell in lines[0].rstrip("\r").split("\t")]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        message = f"expected columns {', '.join(_NEEDED)}; {missing[0]!r} is missing"
        hint = "keep the header that 'solieu mine' wrote, and the tabs between cells"
        raise InputError(message, source=path, hint=hint)
    found = []
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip().strip('"') for cell in line.rstrip("\r").split("\t")]
        row = dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
        if row.get("verdict"):
            found.append(_verdict(row, f"{path}:{number}"))
    return found


def _verdict(row: dict[str, str], place: str) -> Verdict:
    said = row["verdict"].casefold()
    kind = next((k for k in PHRASE_KINDS if k == row["kind"]), None)
    if said not in {ACCEPTED, REJECTED} or kind is None or not row["phrase"]:
        message = (
            f"expected a phrase, a kind of {', '.join(PHRASE_KINDS)} and a verdict"
            f" {ACCEPTED} or {REJECTED}, got {row['phrase']!r}, {row['kind']!r},"
            f" {row['verdict']!r}"
        )
        raise InputError(message, source=place, hint="leave unjudged rows empty")
    return Verdict(
        phrase=row["phrase"],
        kind=kind,
        proposed=row["proposed"],
        accepted=said == ACCEPTED,
        place=place,
    )


def _plain(cell: str) -> str:
    return " ".join(cell.split())
