"""Lays what a person said of proposals over a model: what it knows and refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, LexiconError
from pipeline.lexicon.additions import (
    VOCABULARY,
    Addition,
    additions_table,
    check_addition,
    read_addition_rows,
)
from pipeline.lexicon.indicators import read_catalogue
from pipeline.models.manifest import hash_of
from pipeline.text.folding import fold
from pipeline.training.mining.known import (
    REJECTED_TABLE,
    rejected_phrases,
    rejected_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.lexicon.indicators import Catalogue
    from pipeline.models import Model
    from pipeline.training.mining.proposals import Verdict

SOURCE: Final = "mined"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The tables of a new model, and how many phrases were added and refused."""

    files: Mapping[str, bytes]
    added: int
    refused: int

    @property
    def name(self) -> str:
        """A name made of the content: the same verdicts give the same name."""
        told = " ".join(f"{n} {hash_of(c)}" for n, c in sorted(self.files.items()))
        return f"v{hash_of(told.encode('utf-8'))[:10]}"


def accept(verdicts: Iterable[Verdict], parent: Model) -> Accepted:
    """Give the tables of a model that knows what was accepted, and what rejected.

    All else is the parent's. A later verdict on a phrase takes the place of an
    earlier one, in the table or in the model.

    Raises:
        InputError: an accepted row cannot be vocabulary: a unit has no code, a cue no
            kind, an alias an indicator that the catalogue lacks, or is a name of
            another one.
        ModelError: a table of the parent is damaged.
    """
    catalogue = read_catalogue(parent)
    rows = {(a.kind, fold(a.phrase)): a for a in read_addition_rows(parent)}
    refused = dict.fromkeys(rejected_phrases(parent), SOURCE)
    counts = [0, 0]
    for verdict in verdicts:
        key = (verdict.kind, fold(verdict.phrase))
        counts[0 if verdict.accepted else 1] += 1
        rows.pop(key, None)
        refused.pop(key, None)
        if verdict.accepted:
            rows[key] = _addition(verdict, catalogue)
        else:
            refused[key] = SOURCE
    tables = {
        **parent.tables,
        VOCABULARY: additions_table(list(rows.values())),
        REJECTED_TABLE: rejected_table(refused),
    }
    files = {name: text.encode("utf-8") for name, text in tables.items()}
    return Accepted(files, *counts)


def _addition(verdict: Verdict, catalogue: Catalogue) -> Addition:
    addition = Addition(
        phrase=fold(verdict.phrase),
        kind=verdict.kind,
        target=verdict.proposed if verdict.kind != "classifier" else "",
        source=SOURCE,
    )
    try:
        check_addition(addition)
        if addition.kind == "alias":
            _check_alias(addition, catalogue)
    except LexiconError as error:
        hint = "fill the column 'proposed', or clear the verdict"
        raise InputError(str(error), source=verdict.place, hint=hint) from error
    return addition


def _check_alias(alias: Addition, catalogue: Catalogue) -> None:
    if alias.target and alias.target not in catalogue.indicators:
        raise LexiconError(
            f"alias {alias.phrase!r}: expected the id of an indicator, or nothing for"
            f" a name without one, got {alias.target!r}"
        )
    named = catalogue.ids.get(alias.phrase)
    if named is not None and named != alias.target:
        raise LexiconError(f"alias {alias.phrase!r} is a name of {named} already")
