from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.lexicon.tables import parse_table
from pipeline.web.words import Words, language_of

if TYPE_CHECKING:
    from pathlib import Path


def test_both_languages_say_as_much(root: Path) -> None:
    path = root / "pipeline" / "web" / "words.tsv"
    rows = parse_table(path.read_text(encoding="utf-8"), name=path.name)
    keys = [row["key"] for row in rows]
    assert len(set(keys)) == len(keys)
    odd = [
        row["key"]
        for row in rows
        if not row["source"]
        or not row["en"]
        or not row["vi"]
        or row["en"].count("{}") != row["vi"].count("{}")
    ]
    assert odd == []


def test_what_the_templates_ask_for_is_there(root: Path) -> None:
    known = Words("vi")
    asked = {
        key
        for path in (root / "pipeline" / "web" / "templates").glob("*.html")
        for key in re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", path.read_text("utf-8"))
    }
    assert len(asked) > 60
    for key in asked:
        assert known(key, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("accepted", "said", "expected"),
    [
        ("", (), "en"),
        ("vi-VN,en;q=0.5", (None,), "vi"),
        ("fr", (None, "vi"), "vi"),
        ("vi", ("en", "vi"), "en"),
        ("vi", ("xx", None), "vi"),
    ],
)
def test_what_was_chosen_goes_before_what_is_preferred(
    accepted: str, said: tuple[str | None, ...], expected: str
) -> None:
    assert language_of(accepted, *said) == expected
