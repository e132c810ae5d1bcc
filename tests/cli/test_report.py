from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

SAYINGS = {
    "a20": "Năm 2020, kim ngạch xuất khẩu của tỉnh Gia Lai đạt 580 triệu USD.",
    "a21": "Năm 2021, kim ngạch xuất khẩu của tỉnh Gia Lai đạt 600 triệu USD.",
    "a22": (
        "Năm 2022, kim ngạch xuất khẩu của tỉnh Gia Lai đạt 660 triệu USD,"
        " tăng 10% so với năm 2021."
    ),
}


@pytest.fixture(autouse=True)
def _press(solieu: Run) -> None:
    del solieu
    for name, text in SAYINGS.items():
        write(Path(f"press/{name}.txt"), text)


def test_a_report_of_articles_has_texts_charts_and_findings(solieu: Run) -> None:
    done = solieu("report", "press", "-o", "r.html", "--title", "Gia Lai <1>")
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"r\.html: 3 articles, 4 figures, \d+ kB\n", done.err)
    page = Path("r.html").read_text(encoding="utf-8")
    assert "<h1>Gia Lai &lt;1&gt;</h1>" in page
    assert "kim ngạch xuất khẩu</span>" in page
    assert page.count("data:image/svg+xml") == 1
    assert '<i class="tag confirmed">' in page
    assert "not at hand" not in page


def test_a_report_of_a_table_takes_the_texts_that_are_named(solieu: Run) -> None:
    solieu("extract", "press", "-o", "f.parquet")
    assert solieu("report", "f.parquet", "-o", "r.html").code == 0
    assert Path("r.html").read_text(encoding="utf-8").count("not at hand") == 3
    texts = ["--articles", "press", "--most", "2"]
    assert solieu("report", "f.parquet", *texts, "-o", "r.html").code == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert ("not at hand" in page, "left out: 1 of 3 articles;" in page) == (
        False,
        True,
    )


def test_another_ending_is_refused(solieu: Run) -> None:
    done = solieu("report", "press", "-o", "r.pdf")
    assert (done.code, done.err) == (
        2,
        "r.pdf: expected a name that ends in .html\n",
    )
