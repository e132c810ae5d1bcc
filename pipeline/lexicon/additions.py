"""What a model adds to the vocabulary of the package: aliases, units, nouns, cues.

The package's lexicon is grammar; what a person has accepted for one model stands in
that model's ``vocabulary.tsv``, what training learnt from labels in its
``learnt_vocabulary.tsv``: one phrase a row, and both count on top of the grammar.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, get_args

from pipeline.errors import LexiconError, ModelError
from pipeline.lexicon.cues import BITS, KINDS
from pipeline.lexicon.tables import parse_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.models import Model

VOCABULARY: Final = "vocabulary.tsv"
LEARNT: Final = "learnt_vocabulary.tsv"
COLUMNS: Final = ("phrase", "kind", "target", "source")

PhraseKind: TypeAlias = Literal["alias", "unit", "classifier", "cue"]
PHRASE_KINDS: Final[tuple[PhraseKind, ...]] = get_args(PhraseKind)

T = TypeVar("T")

_UNIT: Final = re.compile(
    r"(?P<code>[A-Z][A-Z0-9_]{0,30})(?:\*10\^(?P<power>\d{1,2}))?"
)
_PHRASE: Final = re.compile(r"[^\W_](?:[^\t\n]{0,78}[^\s])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One accepted phrase.

    ``target`` is the indicator of an alias ("" for the name of one that the catalogue
    does not have), the code of a unit ("VND*10^6": with a power of ten), the kinds of
    a cue ("up" or "reach, to"), and "" for a counted noun.
    """

    phrase: str
    kind: PhraseKind
    target: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """Everything a model adds, by folded phrase.

    ``aliases`` lead to ids of indicators; ``names`` are names of metrics that hold
    together and have no id; ``units`` lead to a code and a power of ten; ``cues`` to
    their kinds as bits.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    units: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    nouns: frozenset[str] = frozenset()
    cues: Mapping[str, int] = field(default_factory=dict)


def check_addition(addition: Addition) -> Addition:
    """Give an addition back if it can be added.

    Raises:
        LexiconError: its phrase, kind or target is none; the message says what must
            stand there.
    """
    name = repr(addition.phrase)
    if not _PHRASE.fullmatch(addition.phrase):
        raise LexiconError(f"phrase {name}: expected a word or a few, up to 80 letters")
    if addition.kind not in PHRASE_KINDS:
        kinds = ", ".join(PHRASE_KINDS)
        raise LexiconError(f"{name}: expected a kind of {kinds}; got {addition.kind!r}")
    if addition.kind == "unit" and not _UNIT.fullmatch(addition.target):
        raise LexiconError(
            f"unit {name}: expected a code such as NM or VND*10^6 as its target, got"
            f" {addition.target!r}"
        )
    if addition.kind == "cue" and not _bits(addition.target):
        raise LexiconError(
            f"cue {name}: expected one or more of {', '.join(KINDS)} as its target,"
            f" got {addition.target!r}"
        )
    if not addition.source:
        raise LexiconError(f"{name}: expected a source")
    return addition


def read_addition_rows(model: Model, name: str = VOCABULARY) -> tuple[Addition, ...]:
    """Read the rows of a model's vocabulary, none where it has no such table.

    Args:
        model: whose vocabulary is read.
        name: the table: what people accepted, or ``LEARNT``.

    Raises:
        ModelError: the table lacks a column, a row cannot be added, or a phrase
            stands twice under one kind.
    """
    place = model.place_of(name)
    try:
        rows = _rows(model.table(name), place)
        found = tuple(check_addition(_addition(row)) for row in rows)
    except LexiconError as error:
        raise ModelError(f"{error} ({place})") from error
    for (kind, phrase), times in Counter(
        (a.kind, fold(a.phrase)) for a in found
    ).items():
        if times > 1:
            raise ModelError(f"{place}: the {kind} {phrase!r} stands twice; keep one")
    return found


def _rows(text: str, place: str) -> Sequence[Mapping[str, str]]:
    rows = parse_table(text, name=place)
    for column in COLUMNS:
        if rows and column not in rows[0]:
            raise LexiconError(f"the header needs a column {column!r}")
    return rows


def read_additions(model: Model) -> Additions:
    """Read what a model adds, ready for the finders.

    Where a phrase was learnt and accepted as one kind, what a person accepted counts.

    Raises:
        ModelError: as ``read_addition_rows``.
    """
    return additions_of(
        (*read_addition_rows(model, LEARNT), *read_addition_rows(model))
    )


def additions_of(rows: Sequence[Addition]) -> Additions:
    """Make rows ready for the finders; of two for one phrase the last counts."""
    of = {kind: [a for a in rows if a.kind == kind] for kind in PHRASE_KINDS}
    return Additions(
        aliases=_frozen({fold(a.phrase): a.target for a in of["alias"] if a.target}),
        names=frozenset(fold(a.phrase) for a in of["alias"] if not a.target),
        units=_frozen({fold(a.phrase): _unit(a.target) for a in of["unit"]}),
        nouns=frozenset(fold(a.phrase) for a in of["classifier"]),
        cues=_frozen({fold(a.phrase): _bits(a.target) for a in of["cue"]}),
    )


def additions_table(rows: Sequence[Addition]) -> str:
    """Write the vocabulary of a model, sorted by kind and phrase, in NFC."""
    ordered = sorted(rows, key=lambda a: (PHRASE_KINDS.index(a.kind), a.phrase))
    lines = [(a.phrase, a.kind, a.target, a.source) for a in ordered]
    text = "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *lines))
    return unicodedata.normalize("NFC", text)


def _addition(row: Mapping[str, str]) -> Addition:
    # The kind is checked before it is believed.
    kind: PhraseKind = row["kind"]  # type: ignore[assignment]
    return Addition(
        phrase=row["phrase"], kind=kind, target=row["target"], source=row["source"]
    )


def _unit(target: str) -> tuple[str, int]:
    match = _UNIT.fullmatch(target)
    return (match["code"], int(match["power"] or 0)) if match else (target, 0)


def _bits(target: str) -> int:
    """Give the kinds that a target names as bits; 0 where one of them is none."""
    kinds = [part.strip() for part in target.split(",")]
    return sum({BITS[k] for k in kinds}) if all(k in BITS for k in kinds) else 0


def _frozen(found: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(found)
