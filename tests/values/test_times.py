"""Times in sentences: every mention whole, and none where an amount stands."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.text.folding import fold
from pipeline.values.time_forms import expand, load_forms
from pipeline.values.time_places import EDGE, forms_at, places
from pipeline.values.times import TimeMention, find_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.values.time_forms import Form

TABLE = Path(__file__).with_name("times.tsv")
LETTERS = ("year", "month", "day", "quarter", "n", "unit")
MARK = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]


def _case(line: str) -> Case:
    name, marked = line.split("\t")
    text, mentions, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        mentions.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return Case(name, text + marked[at:], tuple(mentions))


def _cases() -> list[Case]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return [_case(line) for line in rows[1:]]


def tell(mention: TimeMention) -> str:
    fields = (
        mention.year,
        mention.month,
        mention.day,
        mention.quarter,
        mention.count,
        mention.unit,
    )
    told = [
        f"{n[0]}={v}" for n, v in zip(LETTERS, fields, strict=True) if v is not None
    ]
    flags = [f"+{flag}" for flag in sorted(mention.flags)]
    until = [f"> {tell(mention.until)}"] if mention.until else []
    return " ".join([mention.kind, *told, *flags, *until])


def found(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((m.start, m.end, tell(m)) for m in find_times(fold(text)))


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sentence_gives_exactly_its_times(case: Case) -> None:
    assert found(case.text) == case.mentions


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.mentions], ids=lambda case: case.name
)
def test_capitals_and_wide_spaces_change_nothing(case: Case) -> None:
    shouted = case.text.upper().replace(" ", "\u00a0")
    assert found(shouted) == case.mentions


FORMS = load_forms()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_of_the_table_reads_its_example(form: Form) -> None:
    text = fold(form.example)
    tried = [(one, at) for at in places(text) for one in forms_at(text, at)]
    first = {at: one for one, at in reversed(tried) if one.regex.match(text, at)}
    assert form in first.values()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_form_is_lost_by_what_rules_forms_out(case: Case) -> None:
    text = fold(case.text)
    edges = [at for at in range(len(text)) if EDGE.match(text, at)]
    tried = {at: forms_at(text, at) for at in places(text)}
    assert matched(text, tried) == matched(text, dict.fromkeys(edges, FORMS))


def matched(text: str, tried: Mapping[int, Sequence[Form]]) -> list[tuple[int, str]]:
    end = 0
    found: list[tuple[int, str]] = []
    for at, forms in tried.items():
        matches = ((form, form.regex.match(text, at)) for form in forms if at >= end)
        for form, match in ((form, match) for form, match in matches if match):
            found.append((at, form.pattern))
            end = match.end()
            break
    return found


def test_a_text_without_words_has_no_times() -> None:
    assert find_times("") == ()


def test_digits_of_other_scripts_are_digits() -> None:
    assert found("sau ٣ năm") == ((4, 9, "duration n=3 u=year"),)


def test_a_piece_made_of_itself_is_a_fault_of_the_table() -> None:
    with pytest.raises(LexiconError, match="a piece contains itself"):
        expand("{year}", {"year": "({year})"})


def test_an_unknown_piece_is_a_fault_of_the_table() -> None:
    with pytest.raises(LexiconError, match="unknown piece 'nonesuch'"):
        expand("năm{s}{nonesuch}", {"s": " "})


def test_groups_of_a_pattern_capture_nothing_but_values() -> None:
    pieces = {"y": r"(?P<year>\d{4})", "s": "[ ]{1,3}"}
    assert expand(r"(năm|\(){s}{y}", pieces) == r"(?:năm|\()[ ]{1,3}(?P<year>\d{4})"


VOCABULARY_ROWS = (
    "năm|tháng|quý|ngày|từ|đến|tính|hết|cuối|đầu|cùng|kỳ|trước|nay|và|hiện|"
    "so với|lũy kế|giai đoạn|mỗi|9|12|2020|1/1|27-9|2016-2020|8h30|i|iv|tỷ|%|(|"
    ")|,|.|-|\n"
)
VOCABULARY = st.sampled_from(VOCABULARY_ROWS.split("|"))


@given(st.one_of(st.text(), st.lists(VOCABULARY, max_size=30).map(" ".join)))
def test_mentions_lie_inside_in_order_and_apart(text: str) -> None:
    folded = fold(text)
    ends = [0]
    for mention in find_times(folded):
        assert ends[-1] <= mention.start < mention.end <= len(folded)
        ends.append(mention.end)


@given(st.lists(VOCABULARY, max_size=30).map(" ".join))
def test_the_same_text_gives_the_same_times(text: str) -> None:
    assert find_times(fold(text)) == find_times(fold(fold(text)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *("1-", "1/", "12:", "năm ", "2020, ", "2020-", "từ 1/1 ", "1/1 đến ", "hai "),
        *("  ", "tháng 1, ", "quý i, ", "vụ a b c d ", "ngày 1/1/2020 ", "1 năm "),
    ],
    ids=repr,
)
def test_a_megabyte_of_repetition_takes_seconds(unit: str) -> None:
    text = (unit * MEGABYTE)[:MEGABYTE]
    start = time.process_time()
    find_times(text)
    assert time.process_time() - start < 30
