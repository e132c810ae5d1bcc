from __future__ import annotations

import errno
import io
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from pipeline.cli.extract import extract
from pipeline.cli.talk import count, ending_cleanly, keeping_faults, showing_progress
from pipeline.errors import InputError, LexiconError, ModelError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


COUNTS = {0: "0 figures", 1: "1 figure", 2: "2 figures", 12345: "12,345 figures"}


@pytest.mark.parametrize(("number", "said"), COUNTS.items())
def test_counts_agree_with_their_noun(number: int, said: str) -> None:
    assert count(number, "figure") == said


ENDS: dict[str, tuple[BaseException, int, str]] = {
    "ctrl-c": (KeyboardInterrupt(), 130, "stopped\n"),
    "usage": (UsageError("a: expected b"), 2, "a: expected b\n"),
    "model": (ModelError("no model"), 2, "no model\n"),
    "lexicon": (LexiconError("bad row"), 2, "bad row\n"),
    "a name too long": (
        OSError(errno.ENAMETOOLONG, "File name too long", "a.csv"),
        2,
        "a.csv: expected the name of a file, got one too long\n",
    ),
    "input": (InputError("expected b", source="a", hint="c"), 1, "a: expected b (c)\n"),
}


@pytest.mark.parametrize(("error", "code", "said"), ENDS.values(), ids=ENDS)
def test_what_is_raised_becomes_one_line_and_a_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    def command() -> int:
        raise error

    with pytest.raises(typer.Exit) as end:
        ending_cleanly(command)()
    assert (end.value.exit_code, capsys.readouterr()) == (code, ("", said))


BUGS = {"zero": ZeroDivisionError(), "system": OSError(errno.EIO, "I/O error", "a")}


@pytest.mark.parametrize("error", BUGS.values(), ids=BUGS)
def test_a_bug_is_not_hidden(error: Exception) -> None:
    def command() -> int:
        raise error

    with pytest.raises(type(error)):
        ending_cleanly(command)()


def test_faults_are_told_and_kept_until_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.jsonl"
    with keeping_faults(str(path)) as faults:
        assert faults.exit_code == 0
        faults(InputError("expected chữ", source="a:1", hint="mend"))
        assert (faults.exit_code, path.exists()) == (1, False)
    assert capsys.readouterr().err == "a:1: expected chữ (mend)\n"
    assert path.read_text(encoding="utf-8") == (
        '{"source": "a:1", "message": "expected chữ", "hint": "mend"}\n'
    )


@pytest.mark.parametrize("show", [True, False])
def test_progress_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch, *, show: bool
) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(showing_progress("abc", noun="articles", show=show)) == ["a", "b", "c"]
    assert ("3 articles" in terminal.getvalue()) is show
    monkeypatch.setattr(sys, "stderr", pipe)
    assert list(showing_progress("abc", noun="articles", show=show)) == ["a", "b", "c"]
    assert pipe.getvalue() == ""


def test_parquet_is_not_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(UsageError, match="name a file with -o"):
        extract(["x"], to="parquet")
