from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from starlette.testclient import TestClient

    from tests.web.conftest import Results

HOSTILE = (
    "<script>alert(1)</script> Năm 2024, doanh thu <b>bán lẻ</b> đạt 620 tỷ đồng,"
    " \u202etăng 7,5%\u202c so với năm 2023. \"' onmouseover=alert(2) {{ 777*7 }}"
)
PARAGRAPHS = "<p>Năm 2024, doanh thu đạt 620 tỷ đồng. Đó là mức cao nhất.</p>" * 5


def _text_of(page: str) -> str:
    """Give what stands in the text of a page, without its marks."""
    found = re.search(r'<div class="passage">(.*?)</div>', page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]*>", "", found[1]))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/try", "Paste an article"),
        ("/articles", "5 articles"),
        ("/articles?q=QUANG TRI", "1 articles"),
        ("/articles?q=%F0%9F%8D%8C", "0 articles"),
        ("/articles?order=unsure&figures=1", "5 articles"),
        ("/articles?lang=vi", "5 bài báo"),
        ("/article?id=01_quang-tri_9-thang", "11.482,7 tỷ đồng"),
    ],
)
def test_every_page_answers(client: TestClient, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http://" not in answer.text.replace('xmlns="http://www.w3.org', "")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/nothing", 404),
        ("/article?id=none", 404),
        ("/article", 422),
        ("/articles?page=0", 422),
        ("/articles?order=random", 422),
        ("/static/../app.py", 404),
        ("/static/..%2Fapp.py", 404),
        ("/static/base.html", 404),
    ],
)
def test_what_is_not_there_is_told_as_a_page(
    client: TestClient, address: str, code: int
) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == code
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("desk.css", "text/css; charset=utf-8"),
        ("desk.js", "text/javascript; charset=utf-8"),
        ("review.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_what_pages_load_comes_from_here_and_may_be_kept(
    client: TestClient, name: str, kind: str
) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert "immutable" in answer.headers["cache-control"]
    assert re.search(rf'/static/{name}\?\w{{10}}"', client.get("/try").text) or (
        name == "review.js"
    )


def test_the_first_page_is_the_list_or_without_results_the_form(
    client: TestClient, asking: Callable[..., AbstractContextManager[TestClient]]
) -> None:
    with asking(tables=(), texts=()) as empty:
        assert empty.get("/").headers["location"] == "/try"
    assert client.get("/").headers["location"] == "/articles"


def test_the_language_is_chosen_once_and_kept(
    asking: Callable[..., AbstractContextManager[TestClient]],
) -> None:
    with asking() as client:
        wanted = {"accept-language": "vi-VN,vi;q=0.9"}
        assert '<html lang="vi">' in client.get("/try", headers=wanted).text
        assert '<html lang="en">' in client.get("/try?lang=en", headers=wanted).text
        assert '<html lang="en">' in client.get("/try", headers=wanted).text
        assert '<html lang="en">' in client.get("/try?lang=xx", headers=wanted).text


def test_an_article_shows_its_text_whole_and_each_figure(
    client: TestClient, results: Results
) -> None:
    article = results.articles[0]
    page = client.get("/article", params={"id": article.id}).text
    assert _text_of(page) == article.text
    rows = results.rows(article.id)
    assert re.findall(r'data-id="(\w+)"', page) == [r.observation_id for r in rows]
    for number, row in enumerate(rows):
        mark = f'data-s="{row.amount_start}" data-r="'
        assert f"{number}.amount" in page.split(mark)[1].split('"')[0]


def test_without_its_text_an_article_shows_the_sentences_of_its_figures(
    asking: Callable[..., AbstractContextManager[TestClient]], results: Results
) -> None:
    article = results.articles[0]
    with asking(texts=()) as client:
        page = client.get("/article", params={"id": article.id}).text
    sentences = {row.sentence_start: row.sentence_text for row in results.figures[0]}
    assert "The text is not at hand" in page
    assert page.count('<div class="passage gap">') == len(sentences)


def test_figures_of_another_text_are_told_and_not_laid_over_it(
    asking: Callable[..., AbstractContextManager[TestClient]], results: Results
) -> None:
    changed = Article(id=results.articles[0].id, text="Bài đã viết lại hoàn toàn.")
    with asking(texts=(changed,)) as client:
        page = client.get("/article", params={"id": changed.id}).text
        assert "another text of this article" in page
        assert "viết lại hoàn toàn" not in page
        first = client.get("/api/articles").json()["articles"][0]
    assert (first["id"], first["stale"]) == (changed.id, True)


def test_what_is_pasted_is_read_and_escaped(client: TestClient) -> None:
    page = client.post("/try", data={"text": HOSTILE}).text
    assert "<script>alert" not in page
    assert "<b>bán" not in page
    assert "5439" not in page
    assert "\u202e" not in _text_of(page)
    assert re.findall(r'aria-controls="how\d+" lang="vi">(.*?)<', page) == [
        "620 tỷ đồng",
        "7,5 %",
    ]
    assert "right 9" in page


@pytest.mark.parametrize(
    ("sent", "code", "words"),
    [
        ({"data": {"text": ""}}, 422, "got nothing"),
        ({"data": {"text": "  \n "}}, 422, "got nothing"),
        ({"data": {"text": "doanh thu \0 5 tỷ"}}, 422, "NUL character at 10"),
        ({"data": {"text": "x" * 300_001}}, 413, "300,001"),
        ({"data": {"text": "Tăng 5%.", "published": "hôm qua"}}, 422, "expected"),
        ({"data": {}, "files": {"file": ("a.exe", b"MZ")}}, 422, "ends in .txt"),
        ({"data": {}, "files": {"file": ("../../x.txt", b"")}}, 422, "expected"),
        ({"data": {}, "files": {"file": ("b.txt", b"a\0b")}}, 422, "expected"),
        ({"content": b"x" * 10_000_000}, 413, "8,388,608 bytes"),
    ],
    ids=["none", "blank", "nul", "long", "date", "ending", "empty", "binary", "10-mb"],
)
def test_what_is_no_article_is_refused_with_a_reason(
    client: TestClient, sent: dict[str, object], code: int, words: str
) -> None:
    answer = client.post("/try", **sent)  # type: ignore[arg-type] # a table of calls
    assert answer.status_code == code
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert "/tmp" not in answer.text  # noqa: S108 - must not be told


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("bài.txt", "Năm 2024, doanh thu đạt 620 tỷ đồng."),
        ("a.JSONL", '{"id": "a", "text": "Năm 2024, doanh thu đạt 620 tỷ đồng."}\n'),
        ("a.html", f"<html><body><article>{PARAGRAPHS}</article></body></html>"),
    ],
)
def test_a_file_is_read_as_its_ending_says(
    client: TestClient, name: str, body: str
) -> None:
    sent = {"file": (name, body.encode())}
    answer = client.post("/try", files=sent, data={"published": "2025-01-02"})
    assert answer.status_code == 200
    assert "620 tỷ đồng</button>" in answer.text
    assert "dated 2025-01-02" in answer.text


def test_the_list_is_paged(
    asking: Callable[..., AbstractContextManager[TestClient]],
) -> None:
    many = tuple(Article(id=f"bài {n:03}", text="Không có số.") for n in range(120))
    with asking(texts=many) as client:
        pages = [client.get(f"/articles?order=id&page={n}").text for n in (1, 3, 4)]
    assert "125 articles" in pages[0]
    assert "Page 3 of 3" in pages[1]
    assert 'rel="next"' not in pages[1]
    assert "0 articles" in pages[2]
