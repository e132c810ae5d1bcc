"""How sure a row is: a provisional number from the rules that filled its fields."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.linking.figure import Figure

STATED: Final = "stated"
NONE: Final = "none"
ANY_RULE: Final = "*"


def confidence_of(figure: Figure, area: str) -> float:
    """Give the chance that a row is right in full, between 0 and 1, both excluded.

    It is the product, over the fields that are scored, of how often the rule that
    filled the field is right (``confidence.tsv``, counted on labelled articles). A rule
    never counts for more than words do, so every field that is inferred and not stated
    lowers it or leaves it as it is. The fields are taken as independent, which they are
    not: it orders rows; a measured probability has to wait for training.

    Args:
        figure: linked and settled.
        area: the rule that gave its area; ``STATED`` or ``NONE``.
    """
    inferred = figure.inferred
    chance = (
        rate("unit", inferred.get("unit", STATED))
        * rate("measure", inferred.get("measure", STATED))
        * rate("status", inferred.get("status", STATED))
        * rate("metric", inferred.get("metric", STATED) if figure.metric else NONE)
        * rate("period", inferred.get("period", STATED) if figure.period else NONE)
    )
    if figure.measure in ("change", "ratio"):
        chance *= rate("base", inferred.get("base", STATED) if figure.base else NONE)
    chance *= rate("parent", figure.rules.get("parent", NONE))
    return round(chance * rate("area", area), 4)


@lru_cache(maxsize=256)
def rate(field: str, rule: str) -> float:
    """Give how often a field that a rule filled is right, from ``confidence.tsv``."""
    table = _rates()
    stated = table[field, STATED]
    return min(stated, table.get((field, rule)) or table[field, ANY_RULE])


@lru_cache(maxsize=1)
def _rates() -> Mapping[tuple[str, str], float]:
    """Read the table, each row of which must be a chance.

    Raises:
        LexiconError: a rate is not between 0 and 1.
    """
    rates = {}
    for row in read_table("confidence"):
        value = float(row["rate"])
        if not 0 < value < 1:
            raise LexiconError(
                f"confidence.tsv: expected a rate between 0 and 1, got {value} for"
                f" {row['field']} {row['rule']}; fix the row"
            )
        rates[row["field"], row["rule"]] = value
    return rates
