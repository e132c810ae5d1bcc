from __future__ import annotations

import pytest

from pipeline.lexicon.cues import cue_kinds
from pipeline.lexicon.indicators import read_catalogue
from pipeline.models import open_model
from pipeline.training.mining.targets import IndicatorRanker, cue_target, unit_target

RANKER = IndicatorRanker(read_catalogue(open_model()))

INDICATORS: dict[str, tuple[str, dict[str, int], dict[str, int], str]] = {
    "same-words-in-another-order": (
        "tổng tín dụng dư nợ",
        {"money": 9},
        {},
        "vn.banking.credit",
    ),
    "unlike": ("giá thuê", {"money": 9}, {}, ""),
    "another-unit": ("tổng tín dụng dư nợ", {"area": 9}, {}, ""),
    "joins-alone-are-not-enough": (
        "zeta beta",
        {"money": 9},
        {"vn.budget.revenue": 3},
        "",
    ),
    "nothing": ("", {}, {}, ""),
}


@pytest.mark.parametrize(
    ("phrase", "amounts", "joined", "best"), INDICATORS.values(), ids=INDICATORS
)
def test_the_likeliest_indicator_is_told_or_none(
    phrase: str, amounts: dict[str, int], joined: dict[str, int], best: str
) -> None:
    assert RANKER.best(phrase, amounts, joined) == best


def test_figures_told_under_both_names_make_an_indicator_likelier() -> None:
    name = "kim ngạch song phương"
    assert RANKER.best(name, {"money": 9}, {}) == ""
    joined = {"vn.trade.turnover": 2}
    assert RANKER.best(name, {"money": 9}, joined) == "vn.trade.turnover"


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("đpt", "PERCENT_POINT"),
        ("gigawatt", "GIGAWATT"),
        ("tiếng động", ""),
        ("nm", "NM"),
    ],
)
def test_a_unit_gets_the_code_of_its_initials_or_its_own(
    phrase: str, code: str
) -> None:
    assert unit_target(phrase) == code


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [
        ("niêm yết ở mức", "reach"),
        ("bất ngờ giảm mạnh", "down"),
        ("vun vút", ""),
    ],
)
def test_a_cue_is_of_the_kinds_of_those_most_like_it(phrase: str, kinds: str) -> None:
    bits = 0
    for word in phrase.split():
        bits |= cue_kinds().get(word, 0)
    assert cue_target(phrase, bits) == kinds
