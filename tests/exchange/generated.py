"""Labelled articles of any content, for properties of the formats."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from pipeline.exchange.marks import EVIDENCE
from pipeline.io.annotations import Label, LabelledArticle
from pipeline.schema import Bound, Direction, Measure, Status
from tests.strategies import ANY_LENGTH, CHARACTERS, SAID, periods

SIGNS = st.sampled_from("aăđ Ươ \r\n\t\u2028\u0301😀5.,")
TEXTS = st.text(CHARACTERS | SIGNS, min_size=1, max_size=40)
ISO = periods().map(lambda period: period.iso)
VERDICTS = st.sampled_from(["accepted", "corrected", "rejected", "added", "so\nso"])


@st.composite
def places(draw: st.DrawFn, length: int) -> tuple[int, int]:
    start = draw(st.integers(0, length - 1))
    return start, draw(st.integers(start + 1, length))


@st.composite
def labels(draw: st.DrawFn, length: int) -> Label:
    start, end = draw(places(length))
    return Label(
        start=start,
        end=end,
        value=draw(ANY_LENGTH),
        value_max=draw(st.none() | ANY_LENGTH),
        unit=draw(SAID),
        bound=draw(st.sampled_from(get_args(Bound))),
        measure=draw(st.sampled_from(get_args(Measure))),
        direction=draw(st.none() | st.sampled_from(get_args(Direction))),
        metric=draw(SAID),
        parent=draw(SAID),
        period=draw(st.none() | ISO),
        base=draw(st.none() | ISO | st.sampled_from(["plan", "whole"])),
        status=draw(st.sampled_from(get_args(Status))),
        area=draw(SAID),
        evidence=draw(
            st.dictionaries(
                st.sampled_from([*EVIDENCE, "so_field"]), places(length), max_size=3
            )
        ),
        verdict=draw(st.none() | VERDICTS),
        by=draw(SAID),
        at=draw(SAID),
    )


@st.composite
def articles(draw: st.DrawFn) -> LabelledArticle:
    text = draw(TEXTS)
    return LabelledArticle(
        id=draw(st.text(CHARACTERS | SIGNS, min_size=1, max_size=12)),
        text=text,
        labels=tuple(draw(st.lists(labels(len(text)), max_size=4))),
        published=draw(SAID),
        url=draw(SAID),
        complete=draw(st.booleans()),
        split=draw(SAID),
        source=draw(SAID),
    )


CORPORA = st.lists(articles(), min_size=1, max_size=3, unique_by=lambda one: one.id)
