from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.models import MODELS_VARIABLE
from tests.builders import model, write
from tests.training.articles import lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

SURE = (
    "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD. Năm 2022, nhập khẩu của"
    " tỉnh Gia Lai đạt 55 triệu USD. Năm 2021, doanh thu đạt 12 tỷ đồng."
)
UNSURE = "Được biết, hơn 30 tấn, rồi 55,5 tỷ đồng, còn lại 7% là chuyện khác."
OTHER = "Trại nuôi 300 con bò sữa, 20 con dê, bán 5 tấn mỗi ngày, lãi 2 tỷ đồng."
NONE = "Hội nghị diễn ra sôi nổi."


def dump(**texts: str) -> str:
    return lines({"id": key, "text": text} for key, text in texts.items())


def chosen(path: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(one) for one in Path(path).read_text("utf-8").splitlines()]


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A dump, and a model in use that trusts figures whose time is told."""
    weights = "feature\tweight\tsource\n*\t-1\ttest\nperiod=stated\t6\ttest\n"
    model(tmp_path / "models", "simple", confidence=weights)
    told = {"decision": "promoted", "model": "simple"}
    write(tmp_path / "models" / "decisions.jsonl", f"{json.dumps(told)}\n")
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path / "models"))
    content = dump(sure=SURE, unsure=UNSURE, copy=f"{UNSURE} ", other=OTHER, none=NONE)
    return write(tmp_path / "dump.jsonl", content)


def test_the_least_sure_and_unlike_come_first(solieu: Run, many: str) -> None:
    done = solieu("suggest", many, "-n", "2", "-o", "out.jsonl")
    assert (done.code, done.err) == (0, "out.jsonl: 2 articles to label\n")
    ids = [one["id"] for one in chosen()]
    assert sorted(ids) == ["other", "unsure"]
    assert [one.split("\t")[0] for one in done.out.splitlines()] == ids


def test_copies_and_articles_without_figures_are_never_chosen(
    solieu: Run, many: str
) -> None:
    assert solieu("suggest", many, "-n", "9", "-o", "out.jsonl").code == 0
    assert {one["id"] for one in chosen()} == {"unsure", "other", "sure"}


def test_what_is_written_is_annotated_and_judged_by_nobody(
    solieu: Run, many: str
) -> None:
    assert solieu("suggest", many, "-n", "1", "-o", "out.jsonl").code == 0
    (article,) = chosen()
    assert (article["complete"], article["text"] in {UNSURE, OTHER}) == (False, True)
    assert {one["verdict"] for one in article["observations"]} == {"suggested"}
    done = solieu("train", "out.jsonl", "--alone", "-o", "new")
    assert (done.code, done.out) == (1, "")
    assert "expected labelled articles that may teach" in done.err


def test_labelled_articles_are_left_out(solieu: Run, many: str) -> None:
    assert solieu("suggest", many, "-n", "1", "-o", "out.jsonl").code == 0
    more = "--labelled", "out.jsonl"
    assert solieu("suggest", many, "-n", "1", "-o", "more.jsonl", *more).code == 0
    ids = [one["id"] for path in ("out.jsonl", "more.jsonl") for one in chosen(path)]
    assert sorted(ids) == ["other", "unsure"]


def test_the_same_articles_are_chosen_from_a_packed_dump(
    solieu: Run, many: str
) -> None:
    with gzip.open("dump.jsonl.gz", "wb") as stream:
        stream.write(Path(many).read_bytes())
    for source, out in ((many, "a.jsonl"), ("dump.jsonl.gz", "b.jsonl")):
        assert solieu("suggest", source, "-n", "2", "-o", out).code == 0
    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()


BROKEN = {
    "not packed": (b"{}", "dump.jsonl.gz: expected a whole .gz file"),
    "cut off": (
        gzip.compress(dump(sure=SURE).encode())[:-9],
        "dump.jsonl.gz: expected a whole .gz file",
    ),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_dump_is_told(solieu: Run, content: bytes, message: str) -> None:
    write(Path("dump.jsonl.gz"), content)
    done = solieu("suggest", "dump.jsonl.gz", "-n", "1", "-o", "out.jsonl")
    assert done.code == 1
    assert message in done.err
