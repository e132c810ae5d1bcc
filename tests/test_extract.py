"""What holds of every extraction, whatever the article and however it is written."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.extract import Extractor
from pipeline.schema import Article, Observation
from tests.promises import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
SEEDS = {
    path.stem: path.read_bytes().decode()
    for folder in (ROOT / "seeds", ROOT.parent / "shared" / "seeds")
    for path in sorted(folder.glob("*.txt"))
}
EXTRACTOR = Extractor()
SAID = "Năm 2020, xuất khẩu của tỉnh Gia Lai đạt 580 triệu USD, tăng 5,5%."


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "NFD": _nfd,
    "CRLF": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "tabs": lambda text: text.replace(" ", "\t"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "an emoji before": lambda text: f"😀 {text}",
    "an emoji in each line": lambda text: text.replace("\n", " 👍🏽\n"),
    "NFD and CRLF": lambda text: _nfd(text).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_offsets_point_into_the_text_as_given(
    seed: str, variant: Callable[[str], str]
) -> None:
    text = variant(seed)
    rows = EXTRACTOR.extract(text)
    assert rows
    check(text, rows)


def in_nfc(text: str, rows: Sequence[Observation]) -> list[dict[str, object]]:
    """Give the rows with their spans as words in NFC, whatever the text's form."""
    placed = {"amount_start", "amount_end", "sentence_start", "sentence_end"}
    owned = {"observation_id", "text_sha256", "evidence", "repeat_of", *placed}
    numbers = {row.observation_id: number for number, row in enumerate(rows)}
    return [
        {
            **{
                field.name: getattr(row, field.name)
                if not isinstance(getattr(row, field.name), str)
                else unicodedata.normalize("NFC", getattr(row, field.name))
                for field in fields(row)
                if field.name not in owned
            },
            "evidence": {
                name: unicodedata.normalize("NFC", text[at:to])
                for name, (at, to) in row.evidence.items()
            },
            "repeat_of": numbers[row.repeat_of] if row.repeat_of else None,
        }
        for row in rows
    ]


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_the_normal_form_of_a_text_changes_nothing(seed: str) -> None:
    composed = unicodedata.normalize("NFC", seed)
    apart = unicodedata.normalize("NFD", seed)
    assert composed != apart
    told = in_nfc(composed, EXTRACTOR.extract(composed))
    assert in_nfc(apart, EXTRACTOR.extract(apart)) == told


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_line_ends_change_no_value(seed: str) -> None:
    def values(text: str) -> list[object]:
        rows = EXTRACTOR.extract(text)
        return [(r.amount_text, r.unit_text, r.metric_text, r.period) for r in rows]

    lines = seed.replace("\r\n", "\n")
    assert values(lines.replace("\n", "\r\n")) == values(lines)


STRANGE = {
    "lone surrogates": f"\ud800{SAID}\udfff {SAID}",
    "NUL": f"\0{SAID}\0",
    "control characters": f"\x01\x02\x1b[31m{SAID}\x07\x7f",
    "right-to-left marks": f"\u202e{SAID}\u202c",
    "zero-width joiners": SAID.replace(" ", "\u200d "),
    "brackets without end": "(" * 3000 + SAID + ")" * 3000,
    "one long number": "1" * 20_000 + SAID,
    "digits and signs": "1.,-/" * 4000 + SAID,
    "many figures at once": "5% " * 1500 + SAID,
    "many marks": "a" + "\u0301" * 5000 + SAID,
    "blank before": " \n\t" * 5000 + SAID,
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_text_is_read_and_keeps_its_offsets(text: str) -> None:
    rows = EXTRACTOR.extract(text)
    assert [r.amount_text for r in rows if r.unit == "USD"] == ["580"] * (
        text.count("580")
    )
    check(text, rows)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t\u00a0\r\n", "\ufeff", "Hội nghị sôi nổi.", "\0", "\udc80"],
    ids=["empty", "blank", "white space", "mark", "no figure", "NUL", "surrogate"],
)
def test_a_text_without_figures_gives_none(text: str) -> None:
    assert EXTRACTOR.extract(text) == ()


PIECES = st.sampled_from(
    [
        *("Năm 2020", "9 tháng", "xuất khẩu", "đạt", "tăng", "5,5%", "580 triệu USD"),
        *("so với cùng kỳ", "kế hoạch", "(", ")", ",", ";", ".", "\n", "\r\n", "\t"),
        *("Gia Lai", "Công ty Hòa An", "giá so sánh 2010", "gấp đôi", "hai", "từ"),
        *("e\u0302\u0301", "\ud800", "\0", "😀", "và", "-", "/", "1.234", "trong đó"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=4), max_size=30), st.sampled_from(["", " "]))
def test_any_text_keeps_the_promises(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    check(text, EXTRACTOR.extract(text))


@pytest.mark.slow
def test_ten_megabytes_on_one_line_are_read() -> None:
    sentence = f"{SAID} "
    text = sentence * (10_000_000 // len(sentence.encode()))
    rows = EXTRACTOR.extract(text)
    assert len(rows) == 2 * text.count("580")
    check(text, rows)


def test_a_date_that_is_none_is_told_with_its_article() -> None:
    article = Article(id="a1", text=SAID, published="hôm qua")
    with pytest.raises(InputError) as raised:
        EXTRACTOR.extract(article)
    assert str(raised.value) == (
        "article a1: expected a publication date such as 2021-01-22, 20210122, 2021-01"
        " or 22/01/2021 (got 'hôm qua') (fix the date, or leave it out and let the text"
        " tell)"
    )


def test_a_wrong_date_is_told_though_there_is_no_figure() -> None:
    with pytest.raises(InputError, match=r"^expected a publication date"):
        EXTRACTOR.extract("Hội nghị sôi nổi.", published="31/31/2021")
