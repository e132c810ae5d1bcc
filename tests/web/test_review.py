from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.corrections.overlay import read_overlay
from pipeline.io.faults import raise_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from starlette.testclient import TestClient

    from tests.web.conftest import Results

ID = "01_quang-tri_9-thang"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


@pytest.fixture
def desk(
    asking: Callable[..., AbstractContextManager[TestClient]], file: Path
) -> Iterator[TestClient]:
    with asking(corrections=str(file)) as client:
        yield client


@pytest.fixture
def said(results: Results) -> dict[str, Any]:
    """Accept the first figure."""
    row = results.figures[0][0]
    place = {"start": row.amount_start, "end": row.amount_end}
    return {"article": ID, **place, "verdict": "accepted", "by": "Lan", "version": 0}


def _label(**changes: object) -> dict[str, object]:
    return {"value": "11482.7", "unit": "tỷ đồng", "metric": "doanh thu", **changes}


def test_the_pages_for_reviewing_answer(
    desk: TestClient, results: Results, said: dict[str, Any]
) -> None:
    desk.post("/api/corrections", json={**said, "by": "<b>Lan</b>"})
    desk.post(
        "/api/corrections",
        json={**said, "verdict": "rejected", "by": "Minh", "version": 1},
    )
    page = desk.get("/review").text
    assert "1 of " in page
    assert "1 conflicts" in page
    assert "&lt;b&gt;Lan" in page
    one = desk.get("/review/article", params={"id": ID}).text
    assert one.count('<li class="card"') == len(results.figures[0])
    assert "Reviewers differ" in one
    assert f"{len(results.figures[0]) - 1} left" in one
    assert "Reviewers differ" not in desk.get(f"/article?id={ID}").text


def test_a_verdict_is_kept_with_who_and_when(
    desk: TestClient, file: Path, said: dict[str, Any]
) -> None:
    told = desk.post("/api/corrections", json=said).json()
    assert told["version"] == 1
    [line] = file.read_text(encoding="utf-8").splitlines()
    [kept] = json.loads(line)["observations"]
    assert (kept["verdict"], kept["by"]) == ("accepted", "Lan")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", kept["at"])
    figures = desk.get("/api/corrections", params={"article": ID}).json()["figures"]
    assert [one["version"] for one in figures][:2] == [1, 0]


def test_the_second_of_two_tabs_is_told(desk: TestClient, said: dict[str, Any]) -> None:
    first = {**said, "verdict": "corrected", "label": _label(metric="một")}
    second = {**said, "verdict": "corrected", "by": "Minh", "label": _label()}
    assert desk.post("/api/corrections", json=first).status_code == 200
    answer = desk.post("/api/corrections", json=second)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["version"], told["standing"]["metric"]) == (1, "một")
    over = desk.post("/api/corrections", json={**second, "version": told["version"]})
    assert (over.json()["version"], over.json()["conflict"]) == (2, True)
    settled = {**second, "version": 2, "verdict": "accepted", "settles": True}
    assert desk.post("/api/corrections", json=settled).json()["conflict"] is False


def test_corrections_are_laid_over_the_figures_by_the_desk_and_by_extract(
    desk: TestClient, results: Results, file: Path, said: dict[str, Any]
) -> None:
    article, rows = results.articles[0], results.figures[0]
    corrected = {**said, "verdict": "corrected", "label": _label(metric="thứ khác")}
    gone = {**said, "start": rows[1].amount_start, "end": rows[1].amount_end}
    start = article.text.index("26-9")
    new = {**said, "start": start, "end": start + 2, "verdict": "added"}
    for one in (corrected, {**gone, "verdict": "rejected"}, {**new, "label": _label()}):
        assert desk.post("/api/corrections", json=one).status_code == 200
    page = desk.get("/article", params={"id": ID}).text
    assert "thứ khác" in page
    assert "corrected · Lan" in page
    assert "added · Lan" in page
    overlay = read_overlay(str(file), model="default", on_fault=raise_fault)
    laid = overlay.apply(article, rows, on_stale=raise_fault)
    assert [row.metric_text for row in laid][:2] == ["doanh thu", "thứ khác"]
    assert rows[1].observation_id not in {row.observation_id for row in laid}
    ids = re.findall(r'data-id="(\w+)"', page)
    assert ids == [row.observation_id for row in laid]


def test_words_go_where_their_field_has_changed_and_stay_where_taken_anew(
    desk: TestClient, results: Results, said: dict[str, Any]
) -> None:
    row = results.figures[0][0]
    evidence = {name: list(span) for name, span in row.evidence.items()}
    label = _label(metric="khác", evidence=evidence, area="Quảng Trị")
    sent = {**said, "verdict": "corrected", "label": label}
    told = desk.post("/api/corrections", json=sent).json()["standing"]["evidence"]
    assert "metric" not in told
    assert told["area"] == evidence["area"]
    label = _label(metric="toàn tỉnh", evidence={"metric": [5, 9]})
    sent = {**said, "verdict": "corrected", "label": label, "version": 1}
    told = desk.post("/api/corrections", json=sent).json()["standing"]["evidence"]
    assert told == {"metric": [5, 9]}


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"article": "none"}, 404, "none"),
        ({"start": 1, "end": 2}, 404, "no figure"),
        ({"start": 1, "end": 2, "verdict": "corrected", "label": _label()}, 404, "add"),
        ({"verdict": "corrected"}, 422, "label"),
        ({"verdict": "adored"}, 422, "accepted"),
        ({"by": ""}, 422, "by"),
        ({"version": -1}, 422, "version"),
        ({"version": 5}, 409, "since"),
        ({"verdict": "corrected", "label": _label(period="hôm qua")}, 422, "period"),
        ({"verdict": "corrected", "label": _label(value="nhiều")}, 422, "value"),
        ({"verdict": "corrected", "label": _label(value="NaN")}, 422, "value"),
        ({"verdict": "corrected", "label": _label(value="1e999")}, 422, "value"),
        ({"verdict": "corrected", "label": _label(base="2020/..")}, 422, "base"),
        (
            {"start": 5, "end": 5, "verdict": "added", "label": _label()},
            422,
            "end",
        ),
        (
            {"start": 5, "end": 99_999, "verdict": "added", "label": _label()},
            422,
            "characters",
        ),
    ],
    ids=range(15),
)
def test_what_cannot_be_is_refused_and_nothing_written(
    desk: TestClient,
    file: Path,
    said: dict[str, Any],
    changes: dict[str, Any],
    code: int,
    words: str,
) -> None:
    answer = desk.post("/api/corrections", json={**said, **changes})
    assert answer.status_code == code
    assert words in answer.json()["detail"]
    assert not file.exists()


def test_an_article_is_complete_when_each_figure_is_judged(
    desk: TestClient, results: Results, said: dict[str, Any]
) -> None:
    done = {"article": ID, "complete": True}
    refused = desk.post("/api/corrections/complete", json=done)
    number = len(results.figures[0])
    assert refused.status_code == 422
    assert f"{number} figures" in refused.json()["detail"]
    for row in results.figures[0]:
        place = {"start": row.amount_start, "end": row.amount_end}
        desk.post("/api/corrections", json={**said, **place})
    assert desk.post("/api/corrections/complete", json=done).json() == done
    told = desk.get("/api/corrections", params={"article": ID}).json()
    assert told["complete"] is True
    assert "1 articles complete" in desk.get("/review").text


def test_the_next_article_is_one_with_figures_left(
    desk: TestClient, results: Results, said: dict[str, Any]
) -> None:
    first = desk.get("/review/next").headers["location"]
    article = first.partition("id=")[2]
    for row in results.rows(article):
        place = {"start": row.amount_start, "end": row.amount_end}
        desk.post("/api/corrections", json={**said, "article": article, **place})
    assert desk.get("/review/next").headers["location"] != first


def test_where_all_is_judged_next_goes_back_to_the_overview(
    asking: Callable[..., AbstractContextManager[TestClient]], file: Path
) -> None:
    with asking(tables=(), texts=(), corrections=str(file)) as desk:
        assert desk.get("/review/next").headers["location"] == "/review"
        assert "0 of 0" in desk.get("/review").text


def test_without_a_file_of_corrections_nothing_can_be_judged(
    client: TestClient, said: dict[str, Any]
) -> None:
    assert client.get("/review").status_code == 404
    assert client.post("/api/corrections", json=said).status_code == 404


def test_without_its_text_figures_are_judged_and_none_is_added(
    asking: Callable[..., AbstractContextManager[TestClient]],
    file: Path,
    said: dict[str, Any],
) -> None:
    with asking(texts=(), corrections=str(file)) as desk:
        assert 'data-do="add"' not in desk.get(f"/review/article?id={ID}").text
        assert desk.post("/api/corrections", json=said).status_code == 200
        new = {**said, "start": 1, "end": 3, "verdict": "added", "label": _label()}
        assert desk.post("/api/corrections", json=new).status_code == 422


def test_verdicts_of_another_text_are_not_shown_and_not_mixed(
    desk: TestClient, file: Path, said: dict[str, Any]
) -> None:
    line = {"id": ID, "sha256": "0" * 64, "observations": []}
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    answer = desk.post("/api/corrections", json=said)
    assert answer.status_code == 422
    assert "another text" in answer.json()["detail"]


def test_a_disk_that_cannot_be_written_is_told_without_its_path(
    asking: Callable[..., AbstractContextManager[TestClient]],
    tmp_path: Path,
    said: dict[str, Any],
) -> None:
    with asking(corrections=str(tmp_path / "gone" / "c.jsonl")) as desk:
        answer = desk.post("/api/corrections", json=said)
    assert answer.status_code == 500
    assert "gone" not in answer.text
