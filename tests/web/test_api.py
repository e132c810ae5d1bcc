from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.io.tables import json_row, to_row
from pipeline.schema import COLUMNS
from pipeline.web import api
from pipeline.web.working import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from starlette.testclient import TestClient

    from tests.web.conftest import Results

TEXT = "Năm 2024, doanh thu đạt 620 tỷ đồng, tăng 7,5%."


def test_one_article_gives_the_rows_of_the_table(client: TestClient) -> None:
    told = client.post("/api/extract", json={"text": TEXT, "id": "a"}).json()
    assert [list(row) for row in told["observations"]] == [list(COLUMNS)] * 2
    assert [row["value"] for row in told["observations"]] == [620, 7.5]
    ids = [row["observation_id"] for row in told["observations"]]
    assert [one["observation_id"] for one in told["how"]] == ids
    assert 0 < told["how"][0]["rates"]["metric"] <= 1


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", 422, "body"),
        (b"{", 422, "JSON"),
        (b"[]", 422, "body"),
        (b'{"text": 5}', 422, "string"),
        (b'{"text": ""}', 422, "at least 1"),
        (b'{"text": " "}', 422, "got nothing"),
        (b'{"text": "a", "more": 1}', 422, "more"),
        (b'{"text": "5 t\\u0000"}', 422, "NUL"),
        (b'{"text": "\\ud800"}', 422, "text"),
        (b'{"text": "T\xff"}', 400, ""),
        (b'{"text": "5%", "published": "x"}', 422, "x"),
        (b'{"text": "' + b"x" * 10_000_000 + b'"}', 413, "8,388,608"),
    ],
    ids=range(12),
)
def test_what_is_no_article_is_a_problem(
    client: TestClient, body: bytes, code: int, words: str
) -> None:
    kind = {"content-type": "application/json"}
    answer = client.post("/api/extract", content=body, headers=kind)
    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == code
    assert {"type", "title", "detail"} <= told.keys()
    assert words in told["detail"]


def test_many_articles_come_and_go_as_lines(client: TestClient) -> None:
    lines = [
        json.dumps({"text": TEXT, "id": "một"}),
        "{",
        "",
        json.dumps({"text": "a\0"}),
        json.dumps({"text": "Không có gì.", "id": "hai"}),
    ]
    answer = client.post("/api/extract/many", content="\n".join(lines).encode())
    assert answer.headers["content-type"] == "application/x-ndjson"
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one.get("id")) for one in told] == [
        (1, "một"),
        (2, None),
        (3, None),
        (4, "hai"),
    ]
    assert [len(one.get("observations", "xxxxx")) for one in told] == [2, 5, 5, 0]
    assert "JSON" in told[1]["problem"]["detail"]


def test_too_many_articles_are_refused_and_too_slow_ones_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"text": TEXT}) + "\n"
    assert client.post("/api/extract/many", content=line * 201).status_code == 413
    no_time = Deadline(0.0)
    monkeypatch.setattr(api, "Deadline", lambda: no_time)
    told = client.post("/api/extract/many", content=line).json()
    assert told["problem"]["status"] == 503


def test_chunks_without_a_length_are_counted(client: TestClient) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * 2**20

    answer = client.post("/api/extract/many", content=body())
    assert answer.status_code == 413


def test_figures_are_looked_up(client: TestClient, results: Results) -> None:
    rows = results.figures[1]
    asked = {"article": results.articles[1].id, "size": "500"}
    told = client.get("/api/observations", params=asked).json()["observations"]
    assert told == [json.loads(json_row(to_row(row))) for row in rows]
    one = client.get("/api/observation", params={"id": rows[3].observation_id})
    assert one.json() == told[3]
    picked = client.get("/api/observations", params={**asked, "size": "2", "page": "2"})
    assert picked.json()["observations"] == told[2:4]
    named = client.get("/api/observations?indicator=vn.trade.export&size=500").json()
    assert {row["indicator"] for row in named["observations"]} == {"vn.trade.export"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/observation?id=x", 404),
        ("/api/observation", 422),
        ("/api/observations?size=0", 422),
        ("/api/articles?page=99999999999", 422),
        ("/api/nothing", 404),
        ("/api/articles?q=%00%27;drop table figures--", 200),
        ("/api/observations?article=' or true --", 200),
    ],
)
def test_odd_questions_have_plain_answers(
    client: TestClient, address: str, code: int
) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == code
    told: dict[str, Any] = answer.json()
    if code == 200:
        assert not told.get("articles") and not told.get("observations")  # noqa: PT018
    else:
        assert told["status"] == code


def test_a_fault_of_the_server_tells_nothing_of_it(
    asking: Callable[..., AbstractContextManager[TestClient]],
) -> None:
    with asking() as client:
        shelf = client.app.state.desk.shelf  # type: ignore[attr-defined] # Starlette's
        shelf._connection.execute("drop table contents")  # noqa: SLF001
        answer = client.get("/api/articles")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "contents" not in answer.text
