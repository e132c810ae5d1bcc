from __future__ import annotations

import re

import pytest

from pipeline.errors import ModelError
from pipeline.extract import Extractor
from pipeline.lexicon.additions import (
    LEARNT,
    VOCABULARY,
    Addition,
    Additions,
    additions_table,
    read_additions,
)
from pipeline.lexicon.cues import REACH, TO, UP
from pipeline.models import Model
from tests.builders import RULES

HEADER = "phrase\tkind\ttarget\tsource"
ROWS = (
    "kim ngạch bán ra ngoài\talias\tvn.trade.export\tmined",
    "mật độ xây dựng\talias\t\tmined",
    "zm\tunit\tZM\tmined",
    "trđ\tunit\tVND*10^6\tmined",
    "bàn thắng\tclassifier\t\tmined",
    "về đích với\tcue\treach, to\tmined",
)


def model(*lines: str) -> Model:
    vocabulary = "\n".join((HEADER, *lines))
    return Model("mine", {**RULES.tables, VOCABULARY: vocabulary})


def test_a_table_becomes_what_the_finders_ask_for() -> None:
    assert read_additions(model(*ROWS)) == Additions(
        aliases={"kim ngạch bán ra ngoài": "vn.trade.export"},
        names=frozenset({"mật độ xây dựng"}),
        units={"zm": ("ZM", 0), "trđ": ("VND", 6)},
        nouns=frozenset({"bàn thắng"}),
        cues={"về đích với": REACH | TO},
    )
    assert read_additions(Model("bare")) == Additions()


def test_what_was_learnt_counts_beside_what_was_accepted() -> None:
    learnt = f"{HEADER}\nzm\tunit\tZM2\tx\nphổng\tcue\tup\tx"
    both = model(*ROWS)
    told = read_additions(Model("mine", {**both.tables, LEARNT: learnt}))
    assert told.cues == {"về đích với": REACH | TO, "phổng": UP}
    assert told.units["zm"] == ("ZM", 0), "the person has the last word"


READ = {
    "alias": (
        "Năm 2023, kim ngạch bán ra ngoài của Gia Lai đạt 680 triệu USD.",
        ("680", "indicator", None, "vn.trade.export"),
    ),
    "unit": ("Màng mỏng có độ dày 7,5 zm.", ("7,5", "unit", None, "ZM")),
    "unit-with-a-power": (
        "Năm 2023, thu ngân sách của xã đạt 250 trđ.",
        ("250", "unit", None, "VND"),
    ),
    "counted-noun": (
        "Mùa này đội Gia Lai đã đá vào lưới 17 bàn thắng.",
        ("17", "unit_text", "bàn thắng", "bàn thắng"),
    ),
    "cue": (
        "Năm 2023, thu ngân sách của Gia Lai về đích với 5.200 tỷ đồng.",
        ("5.200", "metric_text", None, "thu ngân sách"),
    ),
    "NFD": (
        "Năm 2023, kim nga\u0323ch bán ra ngoài của Gia Lai đạt 680 triệu USD.",
        ("680", "indicator", None, "vn.trade.export"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_the_extractor_knows_what_its_model_adds(
    text: str, expected: tuple[str, str, str | None, str]
) -> None:
    amount, field, _, told = expected
    rows = {r.amount_text: r for r in Extractor(model=model(*ROWS)).extract(text)}
    assert getattr(rows[amount], field) == told


def test_a_power_of_ten_scales_the_quantity() -> None:
    text = "Năm 2023, thu ngân sách của xã đạt 250 trđ."
    [row] = Extractor(model=model(*ROWS)).extract(text)
    assert (f"{row.quantity:f}", row.unit_text) == ("250000000", "trđ")


@pytest.mark.parametrize("text", [text for text, _ in READ.values()], ids=READ)
def test_without_the_model_none_of_it_is_known(text: str) -> None:
    rows = Extractor(model=RULES).extract(text)
    told = {(r.indicator, r.unit) for r in rows}
    assert not told & {("vn.trade.export", "USD"), (None, "ZM")}


UNCHANGED = {
    "known-unit": "Gia Lai có 5 tấn bàn thắng.",
    "inside-a-word": "Có 17 bàn thắngx.",
    "in-a-name": "Đường số 17 bàn thắng.",
    "no-number": "Bàn thắng đẹp.",
}


@pytest.mark.parametrize("text", UNCHANGED.values(), ids=UNCHANGED)
def test_additions_leave_alone_what_is_not_theirs(text: str) -> None:
    added = Extractor(model=model(*ROWS)).extract(text)
    plain = Extractor(model=RULES).extract(text)
    assert [r.unit_text for r in added] == [r.unit_text for r in plain]


BROKEN = {
    "no-column": (["phrase\tsource", "a b\tx"], "the header needs a column 'kind'"),
    "unknown-kind": ([HEADER, "a b\tnoun\t\tx"], "expected a kind of alias, unit"),
    "unit-without-a-code": ([HEADER, "zm\tunit\t\tx"], "expected a code such as NM"),
    "cue-of-no-kind": ([HEADER, "zm\tcue\tfly\tx"], "expected one or more of reach"),
    "no-source": ([HEADER, "zm\tclassifier\t\t"], "expected a source"),
    "a-sign-for-a-phrase": ([HEADER, "-\tclassifier\t\tx"], "expected a word"),
    "twice": (
        [HEADER, "bàn hoà\tclassifier\t\tx", "Bàn hòa\tclassifier\t\tx"],
        "the classifier 'bàn hòa' stands twice",
    ),
}


@pytest.mark.parametrize(("lines", "message"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_vocabulary_is_refused(lines: list[str], message: str) -> None:
    broken = Model("mine", {VOCABULARY: "\n".join(lines)})
    with pytest.raises(ModelError, match=re.escape(message)):
        read_additions(broken)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("lạ lùng\talias\tvn.no.such\tx", "which is no id of indicators.tsv"),
        ("lạm phát\talias\tvn.trade.export\tx", "a name belongs to one indicator"),
    ],
    ids=["no-such-indicator", "name-of-another"],
)
def test_an_alias_needs_an_indicator_of_its_own(row: str, message: str) -> None:
    with pytest.raises(ModelError, match=re.escape(message)):
        Extractor(model=model(row))


def test_the_table_is_sorted_and_in_nfc() -> None:
    rows = [
        Addition(phrase="zm", kind="unit", target="ZM", source="x"),
        Addition(phrase="ta\u0323", kind="alias", target="", source="x"),
    ]
    assert additions_table(rows) == f"{HEADER}\ntạ\talias\t\tx\nzm\tunit\tZM\tx\n"
