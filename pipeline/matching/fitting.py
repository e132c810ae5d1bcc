"""Tells whether a figure can be of an area that its sentence, or one before, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.matching.chains import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.mention import AreaMention

_REACHES: Final = {"at": 60, "is": 14}
"""How far behind its figure an area stands: "90 vụ tại Gia Lai", "thứ ba là Huế"."""
_CARRIED: Final = frozenset(("start", "at", "of", "is"))
_OPENS: Final = frozenset(("start", "bracket"))
_WORLDS: Final = frozenset(("start", "at", "market"))
_SETS: Final = frozenset(("start", "at", "is"))
"""Places a region stands in where figures are of it: "Tại miền Bắc, giá nhà …"."""
_NATION: Final = len("Việt Nam")


def behind(here: Sequence[AreaMention], position: int) -> AreaMention | None:
    """Give the area behind a figure with those listed: "90 vụ tại Gia Lai và Huế"."""
    found: AreaMention | None = None
    for area in here:
        if found is not None and area.beside is found:
            found = area
        elif found is None:
            reach = _REACHES.get(area.relation, -1)
            found = area if 0 <= area.span_start - position <= reach else None
    return joined(found) if found is not None else None


def is_site(area: AreaMention) -> bool:
    """Tell "dự án tại huyện B", of which the next paragraph still tells."""
    return area.level == "district" and area.relation == "at"


def goes_on(last: AreaMention, fitting: Sequence[AreaMention]) -> bool:
    """Tell an area that the next sentence is of; not the last of several markets."""
    alone = last.relation != "at" or len({a.name for a in fitting}) == 1
    return alone and last.relation in _CARRIED


def fits(area: AreaMention, article_area: AreaMention) -> bool:
    """Tell an area that figures can be of, in a report on ``article_area``."""
    if area.level == "commune" or area.around or area.relation == "home":
        return False
    if area.level == "region":
        named = area.relation == "clause" and area.span_start < area.start
        return named or area.relation in _SETS
    if area.office and article_area.level != "country":
        # "Theo UBND huyện Chư Sê, …": an office tells of its district in the province.
        return area.level == "district" and area.within == article_area.name
    if area.level == "foreign":
        if article_area.level != "foreign":
            return _is_beside(area, article_area)
        told = area.relation in _WORLDS or area.name == article_area.name
        return told or area.code is not None  # no "bạn hàng lớn trên thế giới"
    if area.level == "country" and article_area.level != "country":
        # "cả nước" in a province's report is what the province is compared with.
        return area.end - area.start == _NATION or area.relation in _OPENS
    return True


def _is_beside(area: AreaMention, article_area: AreaMention) -> bool:
    """Tell "suất đầu tư tại Đức", "sàn London": told beside the home country's."""
    named = area.relation == "at" and area.code is not None
    return article_area.level == "country" and (named or area.relation == "market")
