"""Figures in sentences: every amount whole with its unit, and none in names."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.folding import fold
from pipeline.values.amounts import Amount, find_amounts
from pipeline.values.times import find_times

TABLE = Path(__file__).with_name("amounts.tsv")
MARK = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")
PIECES = (
    *("1.1", "1,", "12", "%", " ", "-", "/", "(", ")", ".", ",", "\n", "tỷ", " đồng"),
    *("một trăm ", "nửa ", "gấp ", "đôi", "hai phần ba", "thứ ", "hàng ", "số ", "5-7"),
    *(
        "USD ",
        "$",
        "0",
        " đến ",
        " dự án",
        " và ",
        "triệu",
        "năm",
        "phẩy",
        "²",
        "\ud800",
    ),
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
)


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    amounts: tuple[tuple[int, int, str], ...]


def _case(line: str) -> Case:
    name, marked = line.split("\t")
    marked = marked.replace("\\n", "\n")
    text, amounts, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        amounts.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return Case(name, text + marked[at:], tuple(amounts))


def _cases() -> list[Case]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return [_case(line) for line in rows[1:]]


def tell(text: str, amount: Amount) -> str:
    most = "" if amount.value_max is None else f"..{amount.value_max}"
    parts = [amount.unit.written(text)] if amount.unit else []
    parts += [text[slice(*amount.noun)]] if amount.noun else []
    unit = "lần" if amount.form == "multiple" else " ".join(parts)
    form = "" if amount.form == "digits" else f";{amount.form}"
    return f"{amount.value}{most};{unit}{form}"


def amounts_of(text: str) -> tuple[Amount, ...]:
    folded = fold(text)
    return find_amounts(folded, find_times(folded))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_the_figures_of_a_sentence_are_found(case: Case) -> None:
    found = amounts_of(case.text)
    assert case.amounts == tuple((a.start, a.end, tell(case.text, a)) for a in found)


@pytest.mark.parametrize(
    ("text", "kind", "code", "power"),
    [
        ("thu 5 tỷ đồng", "money", "VND", 9),
        ("thu 5 tỷ", "money", "VND", 9),
        ("thu 5 triệu USD", "money", "USD", 6),
        ("tăng 5%", "percent", "PERCENT", 0),
        ("giảm 5 điểm %", "point", "PERCENT_POINT", 0),
        ("đạt 5 nghìn tấn", "mass", "T", 3),
        ("gấp 5 lần", "times", "TIMES", 0),
        ("rộng 5 ha", "area", "HA", 0),
        ("năng suất 5 tạ/ha", "mass", "QUINTAL/HA", 0),
    ],
)
def test_a_unit_has_its_kind_and_code(
    text: str, kind: str, code: str, power: int
) -> None:
    (amount,) = amounts_of(text)
    assert amount.unit is not None
    told = (amount.kind, amount.unit.code, amount.unit.power)
    assert told == (kind, code, power)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("có USD 5 triệu, còn", "USD 5 triệu"),
        ("có 5 triệu đồng mỗi hộ dân", "5 triệu đồng mỗi hộ"),
        ("có 5 nghìn hộ dân tộc", "5 nghìn hộ dân"),
        ("có 5 ở đó", "5"),
    ],
)
def test_a_figure_stretches_over_all_that_is_its_own(text: str, full: str) -> None:
    (amount,) = amounts_of(text)
    assert text[amount.full_start : amount.full_end] == full


@given(TEXTS)
def test_figures_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = amounts_of(text)
    edges = [edge for a in found for edge in (a.start, a.end)]
    assert edges == sorted(edges)
    assert all(a.start < a.end <= a.full_end <= len(text) for a in found)
    assert all(a.value.is_finite() for a in found)


@given(TEXTS)
def test_a_second_look_finds_the_same(text: str) -> None:
    assert amounts_of(text) == amounts_of(text)


@given(
    st.integers(min_value=1000, max_value=10**12),
    st.integers(min_value=0, max_value=99),
    st.sampled_from(["vi", "en"]),
)
def test_printed_numbers_are_read_back(whole: int, cents: int, style: str) -> None:
    english = f"{whole:,}.{cents:02d}"
    swap = str.maketrans(",.", ".,")
    printed = english if style == "en" else english.translate(swap)
    (amount,) = amounts_of(f"Kho giữ {printed} tấn thóc")
    assert amount.value == Decimal(f"{whole}.{cents:02d}")


@given(st.integers(min_value=0, max_value=998), st.integers(min_value=1, max_value=999))
def test_a_rising_pair_is_one_range(low: int, gap: int) -> None:
    (amount,) = amounts_of(f"Giá {low}-{low + gap} nghìn đồng")
    assert amount.value == low
    assert amount.value_max == low + gap


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["1.1.1.1", "1,", "một trăm ", "5-", "5/", "hàng ", "gấp ", "1 tỷ ", "số 1 ", "$1"],
)
def test_hostile_text_costs_in_proportion_to_its_length(piece: str) -> None:
    """Ten times the text may take no more than forty times as long."""
    short, long = (_seconds(piece * (size // len(piece))) for size in (4_000, 40_000))
    assert long < 40 * max(short, 0.001)


def _seconds(text: str) -> float:
    begin = time.process_time()
    find_amounts(text, ())
    return time.process_time() - begin
