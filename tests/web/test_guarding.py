from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import UsageError
from pipeline.web.serving import entry_of, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from starlette.testclient import TestClient

TOKEN = "thu-mot-mat-khau_7"  # noqa: S105 - of these tests
ADDRESSES = [
    ("GET", "/"),
    ("GET", "/try"),
    ("POST", "/try"),
    ("GET", "/articles"),
    ("GET", "/article?id=01_quang-tri_9-thang"),
    ("GET", "/static/desk.css"),
    ("GET", "/api/status"),
    ("GET", "/api/openapi.json"),
    ("POST", "/api/extract"),
    ("GET", "/nothing"),
    ("DELETE", "/api/status"),
    ("OPTIONS", "/"),
]


@pytest.fixture
def guarded(
    asking: Callable[..., AbstractContextManager[TestClient]],
) -> Iterator[TestClient]:
    with asking(token=TOKEN, base_url="http://desk.example:80") as client:
        yield client


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize(
    "shown",
    [{}, {"authorization": "Bearer wrong"}, {"cookie": "solieu_token=; x=\x7f"}],
    ids=["nothing", "wrong", "cookie"],
)
def test_without_the_token_there_is_nothing_but_401(
    guarded: TestClient, method: str, address: str, shown: dict[str, str]
) -> None:
    answer = guarded.request(method, address, headers=shown)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "solieu" not in answer.text


def test_the_token_is_taken_as_bearer_or_once_in_the_address(
    guarded: TestClient,
) -> None:
    bearer = {"authorization": f"bearer  {TOKEN}"}
    assert guarded.get("/api/status", headers=bearer).status_code == 200
    first = guarded.get("//evil.example/try", params={"token": TOKEN, "a": "b"})
    assert first.status_code == 303
    assert first.headers["location"].startswith("/")
    assert not first.headers["location"].startswith("//")
    assert "token" not in first.headers["location"]
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert guarded.get("/api/status").status_code == 200


@pytest.mark.parametrize("token", ["short", "mật khẩu rất dài", "a;b c\n" * 9])
def test_a_token_that_is_weak_or_cannot_be_sent_is_refused(token: str) -> None:
    with pytest.raises(UsageError, match="12 or more"):
        entry_of("127.0.0.1", token)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"host": "localhost:8765"}, 200),
        ({"host": "[::1]:8765"}, 200),
        ({"host": "evil.example"}, 403),
        ({"host": "127.0.0.1.evil.example"}, 403),
        ({"host": "[::"}, 403),
        ({"host": ""}, 403),
    ],
)
def test_only_names_of_this_machine_are_answered(
    client: TestClient, headers: dict[str, str], code: int
) -> None:
    assert client.get("/api/status", headers=headers).status_code == code


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[::"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-length": "-1"}, 400),
        ({"content-length": "9999999999"}, 413),
    ],
)
def test_no_other_page_can_send_anything(
    client: TestClient, headers: dict[str, str], code: int
) -> None:
    given = {"text": "Doanh thu đạt 5 tỷ đồng."}
    assert client.post("/api/extract", json=given, headers=headers).status_code == code


@pytest.mark.parametrize(
    "address",
    [
        "/static/..%2f..%2fcli%2fapp.py",
        "/static/%2e%2e/words.tsv",
        "/static//etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/article?id=../../../etc/passwd",
        "/article?id=/etc/passwd",
        "/review/article?id=../corrections.jsonl",
        "/api/corrections?article=../../etc/passwd",
        "/api/observations?article='; copy figures to 'x.csv'; --",
        "/api/articles?q=' || read_text('/etc/passwd') || '",
        "/api/series?q=%25' union select content from read_text('/etc/passwd')--",
    ],
)
def test_no_address_reads_a_file(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert "root:" not in answer.text
    assert "pipeline" not in answer.text
    told = (200, 404, 503)
    assert answer.status_code in told


def test_a_file_that_is_sent_is_written_nowhere(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"../..{tmp_path}/taken.txt"
    sent = {"file": (name, b"Doanh thu 5 t.")}
    assert client.post("/try", files=sent).status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("desk.example", False),
        ("10.0.0.1", False),
    ],
)
def test_what_others_can_reach_wants_a_token(host: str, local: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is local
    assert entry_of(host, TOKEN).token == TOKEN
    if local:
        assert entry_of(host, None).token is None
    else:
        with pytest.raises(UsageError, match="--token"):
            entry_of(host, "")
