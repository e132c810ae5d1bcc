"""``solieu audit`` on articles that we wrote, and on those they retell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "seeds"
PLANS = {
    "vn.industry.output": 24_800 * 10**9,
    "vn.trade.retail": 84_000 * 10**9,
    "vn.trade.export": 610 * 10**6,
    "vn.trade.import": 95 * 10**6,
}
CHAINS = {
    ("vn.industry.output", "Gia Lai"),
    ("vn.trade.retail", "Gia Lai"),
    ("vn.trade.export", "Gia Lai"),
    ("vn.trade.retail", "Đắk Lắk"),
}


def findings(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def told(found: list[dict[str, Any]], kind: str, verdict: str) -> list[dict[str, Any]]:
    return [one for one in found if (one["kind"], one["verdict"]) == (kind, verdict)]


@pytest.fixture(params=["own", "real"])
def audited(request: pytest.FixtureRequest, solieu: Run) -> list[dict[str, Any]]:
    folder = ROOT / "seeds" if request.param == "own" else REAL
    if not folder.is_dir():
        pytest.skip("the real articles do not lie beside the project")
    return findings(solieu("audit", str(folder), "--to", "jsonl", "--unproven"))


def test_implied_plans_are_those_another_article_prints(
    audited: list[dict[str, Any]],
) -> None:
    plans = [
        one
        for one in told(audited, "attainment", "confirmed")
        if (one["area"], one["period"]) == ("Gia Lai", "2021")
    ]
    assert {one["indicator"]: one["stated"] for one in plans} == PLANS
    for one in plans:
        assert one["expected_low"] <= one["stated"] <= one["expected_high"]
        assert len(one["figures"]) == 3


def test_growth_chains_that_the_printed_figures_close(
    audited: list[dict[str, Any]],
) -> None:
    closed = {
        (one["indicator"], one["area"])
        for one in told(audited, "growth", "confirmed")
        if one["period"] == "2020"
    }
    assert closed == CHAINS
    open_ones = [
        one
        for one in told(audited, "growth", "unproven")
        if (one["indicator"], one["period"]) == ("vn.trade.import", "2020")
    ]
    assert [one["area"] for one in open_ones] == ["Gia Lai"]


def test_parts_and_shares_make_up_the_retail_of_2023(
    audited: list[dict[str, Any]],
) -> None:
    sums = [
        one
        for one in told(audited, "parts", "confirmed")
        if (one["indicator"], one["period"]) == ("vn.trade.retail", "2023")
    ]
    assert [len(one["figures"]) for one in sums] == [6]
    shares = [
        one
        for one in told(audited, "share", "confirmed")
        if (one["area"], one["period"]) == ("Gia Lai", "2023")
    ]
    assert len(shares) >= 4


def test_what_is_odd_is_doubted_and_nothing_contradicted(
    audited: list[dict[str, Any]],
) -> None:
    (below,) = told(audited, "target_below", "doubtful")
    assert (below["area"], below["stated"]) == ("Đắk Lắk", 12_951 * 10**9)
    assert below["expected"] == 17_805 * 10**9
    (pace,) = told(audited, "pace", "doubtful")
    assert (pace["area"], pace["stated"]) == ("Gia Lai", 23.77)
    assert [one for one in audited if one["verdict"] == "contradicted"] == []


ODD = (
    "Năm 2024, doanh thu của Công ty CP Thép Sông Lam đạt 1.380 tỷ đồng, tăng 33% so"
    " với năm 2023 (1.241 tỷ đồng)."
)


def test_a_misprint_is_told_with_its_suspect(solieu: Run, tmp_path: Path) -> None:
    write(tmp_path / "odd.txt", ODD)
    (one,) = findings(solieu("audit", "odd.txt", "--to", "jsonl"))
    assert (one["kind"], one["verdict"]) == ("growth", "contradicted")
    assert one["suspect"] in one["figures"]
    assert one["expected_high"] < one["stated"] == 1_241 * 10**9
    done = solieu("audit", "odd.txt")
    assert "CONTRADICTED" in done.out
    assert "1.380 tỷ đồng after 33 %" in done.out
    assert "in a contradiction" in done.err


def test_a_page_escapes_what_articles_say(solieu: Run, tmp_path: Path) -> None:
    write(tmp_path / "odd.txt", f"{ODD[:-1]} <script>alert(1)</script>.")
    assert solieu("audit", "odd.txt", "-o", "audit.html").code == 0
    page = (tmp_path / "audit.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_tables_and_folders_of_parts_are_read(solieu: Run, tmp_path: Path) -> None:
    write(tmp_path / "odd.txt", ODD)
    (tmp_path / "out").mkdir()
    solieu("extract", "odd.txt", "-o", "out/part-00000.parquet")
    direct = solieu("audit", "odd.txt", "--to", "jsonl").out
    assert solieu("audit", "out", "--to", "jsonl").out == direct
    one = solieu("audit", "out/part-00000.parquet", "-o", "found.jsonl")
    assert (one.code, one.out) == (0, "")
    assert (tmp_path / "found.jsonl").read_text("utf-8") == direct


def test_an_ending_that_is_none_is_refused(solieu: Run, tmp_path: Path) -> None:
    write(tmp_path / "odd.txt", ODD)
    done = solieu("audit", "odd.txt", "-o", "found.pdf")
    assert done.code == 2
    assert ".html" in done.err


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.sqlite", "t.duckdb"])
def test_every_table_is_taken(solieu: Run, tmp_path: Path, name: str) -> None:
    write(tmp_path / "odd.txt", ODD)
    solieu("extract", "odd.txt", "-o", name)
    direct = solieu("audit", "odd.txt", "--to", "jsonl").out
    assert solieu("audit", name, "--to", "jsonl").out == direct
