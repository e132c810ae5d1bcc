"""The closed-class words around a figure: predicates, hedges, status, base, links.

A cue is what never belongs to the name of an indicator where it stands alone. One
surface may be of several kinds, so the kinds are bits of one number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

KINDS: Final = (
    "reach",
    "to",
    "up",
    "down",
    "share",
    "ratio",
    "about",
    "over",
    "under",
    "estimate",
    "target",
    "forecast",
    "actual",
    "versus",
    "plan",
    "part",
    "link",
    "adverb",
    "say",
    "rank",
    "respectively",
    "place",
    "end",
    "compared",
    "plandoc",
    "head",
    "noun",
    "capital",
)
(
    REACH,
    TO,
    UP,
    DOWN,
    SHARE,
    RATIO,
    ABOUT,
    OVER,
    UNDER,
    ESTIMATE,
    TARGET,
    FORECAST,
    ACTUAL,
    VERSUS,
    PLAN,
    PART,
    LINK,
    ADVERB,
    SAY,
    RANK,
    RESPECTIVELY,
    PLACE,
    END,
    COMPARED,
    PLANDOC,
    HEAD,
    NOUN,
    CAPITAL,
) = (1 << i for i in range(len(KINDS)))

BITS: Final[Mapping[str, int]] = {kind: 1 << i for i, kind in enumerate(KINDS)}


@lru_cache(maxsize=1)
def cue_kinds() -> Mapping[str, int]:
    """Give every cue with the kinds it can be, as bits.

    Raises:
        LexiconError: the table names a kind that is not in ``KINDS``.
    """
    kinds = {row["surface"]: 0 for row in read_table("compounds")}
    for row in read_table("metric_heads"):
        kinds[row["surface"]] = HEAD | (NOUN if row["strength"] == "strong" else 0)
    for row in read_table("cues"):
        if row["kind"] not in BITS:
            raise LexiconError(
                f"cues.tsv: kind {row['kind']!r} of {row['surface']!r} is unknown;"
                f" expected one of {', '.join(KINDS)}"
            )
        kinds[row["surface"]] = kinds.get(row["surface"], 0) | BITS[row["kind"]]
    return kinds


def named_heads(names: Iterable[str]) -> Mapping[str, int]:
    """Give those names of indicators that hold together as one head, with their bits.

    That is a folded name of two words or more that begins with a head and not with a
    sector ("khu vực", whose figures are of it), such as "tổng vốn đăng ký tăng thêm":
    without it the cue inside would cut it in two. A name that is in the tables
    already stays what it is there.
    """
    kinds = cue_kinds()
    sectors = frozenset(row["surface"] for row in read_table("sector_heads"))
    heads = frozenset(word for word, bits in kinds.items() if bits & HEAD) - sectors
    return {
        name: HEAD | NOUN
        for name in names
        if " " in name
        and name not in kinds
        and _begins_with(name, heads)
        and not _begins_with(name, sectors)
    }


def _begins_with(name: str, phrases: AbstractSet[str]) -> bool:
    words = name.split(" ")
    return any(" ".join(words[:count]) in phrases for count in range(1, len(words)))
