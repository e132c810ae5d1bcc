"""Tells what a short name stands for: "Công ty Cổ phần Đường Bình Định (BISUCO)"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import gazetteer
from pipeline.text.folding import fold
from pipeline.text.phrases import PhraseFinder
from pipeline.values.vocabulary import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.matching.organisations import OrgMention

_CAPITALS: Final = re.compile(
    r"(?<= )[A-ZĐ]{2,12}(?: [A-ZĐ]{2,12}){0,2}(?=(?: Việt Nam)?\Z)"
)
"""The name in capitals that a company goes by: "FE CREDIT", "BAF Việt Nam"."""
_NAMED_SHORT: Final = frozenset({"company", "bank", "project", "association"})


def full_names(folded: str, named: Sequence[OrgMention]) -> dict[str, str]:
    """Map the short names that the text gives in brackets to the full ones."""
    names: dict[str, str] = {}
    for before, mention in pairwise(named):
        if folded[before.end : mention.start].strip() == "(":
            names.setdefault(mention.name, before.name)
    return names


def with_short_names(text: str, found: Sequence[OrgMention]) -> tuple[OrgMention, ...]:
    """Add the places where a short name stands that the text gave or that is plain.

    It gave one in brackets; a company goes by its capitals, and by its name without the
    legal form where a place ends it: "Yến sào Hòa An".
    """
    short: dict[str, OrgMention] = {}
    for mention in found:
        given = _short_name().match(text, mention.end)
        if given and mention.kind in _NAMED_SHORT and not _is_area(given[1]):
            short.setdefault(given[1], mention)
        if mention.kind != "company":
            continue
        own = _CAPITALS.search(mention.name)
        if own and fold(own[0]) not in _no_names():
            short.setdefault(own[0], mention)
        local = _named_after_place(mention.name)
        if local is not None:
            short.setdefault(local, mention)
    if not short:
        return tuple(found)
    names = PhraseFinder(list(short))
    mentions = list(short.values())
    more = [
        replace(mentions[number], start=start, end=end, name=text[start:end])
        for start, end, number in names.find(text)
    ]
    return tuple(_merged(found, more))


def _named_after_place(name: str) -> str | None:
    """Give "Yến sào Khánh Hòa" of "Công ty TNHH MTV Yến sào Khánh Hòa"."""
    form = _form().match(fold(name))
    own = name[form.end() :] if form else ""
    first, _, rest = own.partition(" ")
    half, _, place = rest.partition(" ")
    named = first.istitle() and half.islower() and place.istitle()
    return own if named and _is_area(place) else None


@lru_cache(maxsize=1)
def _form() -> re.Pattern[str]:
    """Match what a company's name opens with: "Công ty", "Tổng công ty cổ phần"."""
    heads = (r["head"] for r in read_table("organisations") if r["kind"] == "company")
    rows = read_table("organisations_words")
    forms = alternatives(r["word"] for r in rows if r["role"] == "form")
    return re.compile(rf"(?:{alternatives(map(fold, heads))}) (?:(?:{forms}) ){{0,4}}")


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    """Give what is no company in capitals either: "FDI", "TNHH", "TP.HCM"."""
    words = read_table("organisations_words")
    known = (row["word"] for row in words if row["role"] != "label")
    rows = read_table("entity_words")
    generic = (row["word"] for row in rows if row["role"] == "generic")
    return frozenset((*generic, *known, *gazetteer().named))


@lru_cache(maxsize=1)
def _short_name() -> re.Pattern[str]:
    """Match what stands in brackets behind a name: "(DHG)", "(mã DHG - HoSE)"."""
    rows = read_table("organisations_words")
    labels = "|".join(re.escape(r["word"]) for r in rows if r["role"] == "label")
    return re.compile(
        rf"[ ]{{0,2}}\((?:(?i:{labels}):?)?[ ]{{0,2}}[\"“]?"
        r"([A-ZĐ][\w.&-]{1,15})[\"”]?(?:[ ]?[-–,:][^()\n]{1,30})?\)"
    )


def _is_area(name: str) -> bool:
    return fold(name) in gazetteer().named


def _merged(
    first: Sequence[OrgMention], second: Sequence[OrgMention]
) -> Iterator[OrgMention]:
    """Merge two ordered lists; of two that overlap the one of ``first`` stays."""
    queue = iter([*first])
    current = next(queue, None)
    for mention in second:
        while current is not None and current.end <= mention.start:
            yield current
            current = next(queue, None)
        if current is None or current.start >= mention.end:
            yield mention
    if current is not None:
        yield current
    yield from queue
