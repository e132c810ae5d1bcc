"""Areas that stand side by side: the parts of an address, the names of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.matching.mention import is_join, says_where, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.matching.mention import AreaMention

_RANKS: Final = {"commune": 0, "district": 1, "province": 2}
_LOOSE: Final = frozenset(("clause", "near", "aside"))


def chained(folded: str, found: Sequence[AreaMention]) -> Iterator[AreaMention]:
    """Let the parts of an address and of a list hang as their first part does.

    "tại xã A và xã B, huyện C" is at the district too. In "huyện C, tỉnh D" the
    province only says where the district is; "tỉnh D và tỉnh E" stand beside each
    other.
    """
    before: AreaMention | None = None
    for mention in found:
        before = _after(folded, before, mention)
        yield before


def _after(
    folded: str, before: AreaMention | None, mention: AreaMention
) -> AreaMention:
    gap = folded[before.end : mention.span_start].strip() if before else ""
    if before is None or not is_join(gap):
        # "Quảng Trị 500 tỷ và Huế nhận 400 tỷ đồng" goes on with another.
        word = word_before(folded, mention.span_start)
        goes_on = word is not None and is_join(word[0])
        goes_on = goes_on and not says_where(folded, mention.start, mention.end)
        return replace(mention, relation="clause") if goes_on else mention
    rank, last = _RANKS.get(mention.level), _RANKS.get(before.level)
    loose = mention.relation in _LOOSE
    if not loose or rank is None or last is None:
        return mention
    if rank == last:
        return replace(mention, relation=before.relation, beside=before)
    if gap == "," and rank > last:
        around = rank == _RANKS["province"]
        return replace(mention, relation=before.relation, around=around)
    return mention


def joined(area: AreaMention) -> AreaMention:
    """Give an area with those that it is told together with: "Gia Lai, Kon Tum"."""
    names, first = [area.name], area
    while first.beside is not None:
        first = first.beside
        names.insert(0, first.name)
    if len(set(names)) == 1:
        return area
    name = ", ".join(dict.fromkeys(names))
    start, span = first.start, first.span_start
    return replace(
        area, name=name, start=start, span_start=span, code=None, beside=area
    )


def parted(area: AreaMention) -> list[AreaMention]:
    """Give the areas that ``joined`` put together, in order; else the one alone."""
    last = area.beside
    if last is None or last.end != area.end:
        return [area]
    parts = [last]
    while parts[0].beside is not None:
        parts.insert(0, parts[0].beside)
    return parts
