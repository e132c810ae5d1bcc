from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

ENDS = {
    "no such file": (
        ["no.txt"],
        1,
        "no.txt: expected a file, a folder or a pattern, got a name of nothing",
    ),
    "no such article": (
        ["a.txt", "--id", "b"],
        2,
        "a.txt: expected an article 'b', found none",
    ),
    "no such model": (["a.txt", "--model", "no/model"], 2, "no model 'no/model'"),
    "no such figure": (["a.txt", "--figure", "0"], 2, "Invalid value for '--figure'"),
}


@pytest.mark.parametrize(("args", "code", "message"), ENDS.values(), ids=ENDS)
def test_what_cannot_be_explained_is_told(
    solieu: Run, args: list[str], code: int, message: str
) -> None:
    write(Path("a.txt"), "Năm 2023, xuất khẩu đạt 680 triệu USD.")
    done = solieu("explain", *args)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


TEXT = "Hội nghị sôi nổi.\nNăm 2023, tỉnh Gia Lai xuất khẩu 680 triệu USD, tăng 5,5%."
FIGURE = """\
  figure 2: 5,5 %
    led to by    , tăng
    followed by  .
    unit         PERCENT x 10^0  (at 74 to 75, right"""


def test_a_figure_is_shown_with_its_words_and_rules(solieu: Run) -> None:
    write(Path("a.txt"), TEXT)
    done = solieu("explain", "a.txt")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "a · no date · 2 figures"
    assert "sentence 1 (headline, characters 0 to 17)" not in lines
    assert "sentence 1 (body, characters 0 to 17)" in lines
    assert "  time         Năm 2023 = year" in lines
    assert FIGURE in done.out
    assert "    area         Gia Lai (64)  (at 33 to 40, right" in done.out
    assert "    candidates   period: [Năm 2023]" in lines


def test_one_figure_is_shown_alone(solieu: Run) -> None:
    write(Path("a.txt"), TEXT)
    done = solieu("explain", "a.txt", "--figure", "2")
    assert done.code == 0
    shown = [line for line in done.out.splitlines() if line.startswith("  figure")]
    assert shown == ["  figure 2: 5,5 %"]
    assert "sentence 1" not in done.out


def test_a_figure_beyond_the_last_is_told(solieu: Run) -> None:
    write(Path("a.txt"), TEXT)
    done = solieu("explain", "a.txt", "--figure", "3")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "--figure: expected at most 2, the number of figures in article 'a', got 3\n"
    )


def test_a_text_cannot_steer_the_terminal(solieu: Run) -> None:
    write(Path("a.txt"), "\x1b[31mXuất khẩu\u202e đạt\u00a0680 triệu USD.")
    done = solieu("explain", "a.txt")
    assert done.code == 0
    assert "\\x1b[31mXuất khẩu\\u202e đạt 680 triệu USD." in done.out
    assert all(line.isprintable() for line in done.out.splitlines())
