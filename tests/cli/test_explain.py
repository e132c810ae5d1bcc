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
