"""Observations of any content that the table can hold, for properties."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from hypothesis import strategies as st

from pipeline.schema import (
    Base,
    Bound,
    Direction,
    Measure,
    Observation,
    Period,
    PlanGiver,
    Status,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# What a text file of the readers can hold: no half characters and no NUL.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")
LETTERS = st.sampled_from("aăđ Ươ \"',;\r\n\t\u2028\u0301{}[]=")
TEXTS = st.text(CHARACTERS | LETTERS, max_size=12)
SAID = st.none() | TEXTS.filter(bool)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
OFFSETS = st.integers(0, 10**9)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))

IN_THE_TABLE = st.integers(-(10**37), 10**37).map(lambda n: Decimal(n).scaleb(-9))
"""Decimals of up to 29 digits before the comma and 9 behind it."""

ANY_LENGTH = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda n: -290 < n.adjusted() < 290
)
"""More digits than Parquet holds, within the powers of ten that JSON is read with."""


@st.composite
def periods(draw: st.DrawFn) -> Period:
    year = draw(st.integers(1900, 2199))
    kinds = (
        st.just(Period.of_year(year)),
        st.integers(1, 4).map(lambda n: Period.of_quarter(year, n)),
        st.integers(1, 12).map(lambda n: Period.of_months(year, 1, n)),
        st.integers(0, 4).map(lambda n: Period.of_years(year, year + n)),
        st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair))),
        DAYS.map(Period.of_day),
    )
    return draw(st.one_of(kinds))


BASES = (
    st.none()
    | st.sampled_from([Base("plan"), Base("whole")])
    | periods().map(lambda period: Base("period", period))
)


def observations(
    numbers: SearchStrategy[Decimal] = IN_THE_TABLE,
) -> SearchStrategy[Observation]:
    return st.builds(
        Observation,
        observation_id=NAMES,
        article_id=TEXTS,
        text_sha256=NAMES,
        published=SAID,
        source=SAID,
        url=SAID,
        model=NAMES,
        amount_start=OFFSETS,
        amount_end=OFFSETS,
        amount_text=TEXTS,
        value=numbers,
        value_max=st.none() | numbers,
        unit_text=SAID,
        unit=SAID,
        unit_mult=st.integers(-9, 15),
        quantity=numbers,
        bound=st.sampled_from(get_args(Bound)),
        measure=st.sampled_from(get_args(Measure)),
        direction=st.none() | st.sampled_from(get_args(Direction)),
        metric_text=SAID,
        parent_text=SAID,
        entity=SAID,
        indicator=SAID,
        price_basis=SAID,
        period=st.none() | periods(),
        base=BASES,
        base_text=SAID,
        plan_period=st.none() | periods(),
        plan_by=st.none() | st.sampled_from(get_args(PlanGiver)),
        status=st.sampled_from(get_args(Status)),
        area=SAID,
        area_code=SAID,
        evidence=st.dictionaries(NAMES, st.tuples(OFFSETS, OFFSETS), max_size=3),
        inferred=st.dictionaries(NAMES, TEXTS, max_size=3),
        confidence=st.floats(0, 1, allow_subnormal=False),
        repeat_of=SAID,
        sentence_start=OFFSETS,
        sentence_end=OFFSETS,
        sentence_text=TEXTS,
    )


def tables(
    numbers: SearchStrategy[Decimal] = IN_THE_TABLE,
) -> SearchStrategy[list[Observation]]:
    """Give tables of a few rows, each with an id of its own."""
    return st.lists(
        observations(numbers), max_size=4, unique_by=lambda row: row.observation_id
    )
