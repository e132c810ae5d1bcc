from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from pipeline.choosing.scorer import (
    Option,
    Question,
    Scorer,
    pairs_of,
    read_scorer,
)
from pipeline.errors import ModelError
from pipeline.models import Model

ASKED: Question[str | None] = Question(
    [
        Option("2021", ("rule", "A"), ("k:A",)),
        Option("2021-09-27", ("now", "D"), ("k:now",)),
        Option(None, ("null",), ("k:null",)),
    ],
    ("*", "m=level"),
    (("name _", "dư nợ"),),
)
HEADER = "trait\tcircumstance\tweight\tsource\n"


def test_weights_of_pairs_add_up() -> None:
    scorer = Scorer(
        {
            "*": {"rule": 1.0, "D": 0.25, "never": 9.0},
            "m=level": {"now": 0.5, "k:now": 9.0},
            "name dư nợ": {"k:now": 0.75, "D": 9.0},
        }
    )
    assert scorer.scores(ASKED) == [1.0, 1.5, 0.0]
    assert scorer.best(ASKED) == 1
    assert scorer.best(ASKED, lead=0.6) == 0


def test_a_name_is_weighed_by_the_word_in_it() -> None:
    names = ("begins _ in", "vốn"), ("begins _", "vốn"), ("-_", "vốn"), ("-_", "nợ")
    known = {"begins vốn": 0.5, "begins vốn in": 0.25, "-nợ": 2.0, "begins _": 9.0}
    asked = Question([Option("vốn", (), names=names)], ())
    assert Scorer({"*": known}).scores(asked) == [2.75]
    assert [pair for pair, _ in pairs_of(asked)[0]] == [
        "begins vốn in",
        "begins vốn",
        "-vốn",
        "-nợ",
    ]


def test_threads_that_meet_kinds_first_read_the_same_weights() -> None:
    kinds, words, before = 8, 3_000, sys.getswitchinterval()
    row = {f"k:{at}": at + 1.0 for at in range(kinds)}
    scorer = Scorer({f"w {n}": row for n in range(words)})
    start = Barrier(kinds)

    def ask(at: int) -> list[float]:
        options = [Option(at, (), (f"k:{at}",))]
        start.wait()
        return scorer.scores(Question(options, (), (("w _", "1"), ("w _", "2999"))))

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(kinds) as threads:
            told = list(threads.map(ask, range(kinds)))
    finally:
        sys.setswitchinterval(before)
    assert told == [[2 * (at + 1.0)] for at in range(kinds)]


def test_without_weights_the_rules_stand() -> None:
    assert Scorer({}).best(ASKED) == 0


def test_a_model_without_the_table_has_no_scorer() -> None:
    assert read_scorer(Model("m"), "choose_period.tsv") is None


def test_a_table_is_read() -> None:
    text = f"{HEADER}now\t*\t0.5000\ttraining\nnull\t*\t0.6000\ttraining\n"
    scorer = read_scorer(Model("m", {"choose_period.tsv": text}), "choose_period.tsv")
    assert scorer is not None
    assert scorer.scores(ASKED) == [0.0, 0.5, 0.6]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("trait\tweight\tsource\nnow\t0.5\ttraining\n", "expected the columns"),
        (f"{HEADER}now\t*\n", "choose_period.tsv:2: expected a trait"),
        (f"{HEADER}now\t*\tmuch\ttraining\n", "choose_period.tsv:2: expected a trait"),
        (f"{HEADER}now\t*\tnan\ttraining\n", "choose_period.tsv:2: expected a trait"),
    ],
)
def test_a_malformed_table_is_refused(text: str, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        read_scorer(Model("m", {"choose_period.tsv": text}), "choose_period.tsv")
