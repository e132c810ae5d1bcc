from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import pipeline
from pipeline.errors import InputError, ModelError
from pipeline.extract import Extractor
from pipeline.io.tables import to_row
from pipeline.schema import COLUMNS, Article

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORT = Article(id="a", text="Năm 2020, xuất khẩu đạt 580 triệu USD, tăng 5,5%.")
CROPS = Article(id="b", text="Diện tích cà phê đạt 213.336 ha.", published="2024-05-06")
FAULTY = replace(EXPORT, id="c", published="hôm qua")
EXTRACTOR = Extractor()


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Sản lượng gỗ tăng 5 -\n7%", ["7"]),
        ("Gỗ bán lãi hơn ba\nphần tư", []),
        ("Xưởng gỗ lãi 5\r7 tỷ đồng", ["7"]),
    ],
    ids=["range", "fraction", "line end of old"],
)
def test_an_amount_stays_in_its_line(text: str, amounts: list[str]) -> None:
    assert [row.amount_text for row in EXTRACTOR.extract(text)] == amounts


def test_a_number_split_by_a_slip_keeps_its_sentence_whole() -> None:
    (row,) = EXTRACTOR.extract("Gỗ dán xuất khẩu tăng 9. 134 tỷ đồng")
    assert (row.amount_text, row.sentence_text[-16:]) == ("9. 134", "g 9. 134 tỷ đồng")


def test_a_stream_gives_the_figures_of_all_articles_in_order() -> None:
    rows = list(EXTRACTOR.stream([EXPORT, CROPS]))
    assert [(r.article_id, r.amount_text) for r in rows] == [
        ("a", "580"),
        ("a", "5,5"),
        ("b", "213.336"),
    ]
    assert rows == [*EXTRACTOR.extract(EXPORT), *EXTRACTOR.extract(CROPS)]


def test_a_stream_takes_one_article_at_a_time() -> None:
    taken: list[str] = []

    def articles() -> Iterator[Article]:
        for article in (EXPORT, CROPS):
            taken.append(article.id)
            yield article

    rows = EXTRACTOR.stream(articles())
    assert taken == []
    next(rows)
    next(rows)
    assert taken == ["a"]


def test_the_first_fault_ends_a_stream_that_nobody_watches() -> None:
    rows = EXTRACTOR.stream([EXPORT, FAULTY, CROPS])
    assert [next(rows).article_id, next(rows).article_id] == ["a", "a"]
    with pytest.raises(InputError, match=r"^article c: expected a publication date"):
        next(rows)


def test_a_watched_stream_leaves_faulty_articles_out_and_tells_them() -> None:
    told: list[str] = []

    def tell(fault: InputError) -> None:
        told.append(fault.source)

    rows = EXTRACTOR.stream([EXPORT, FAULTY, CROPS], on_fault=tell)
    assert [row.article_id for row in rows] == ["a", "a", "b"]
    assert told == ["article c"]


def test_a_frame_has_a_row_per_figure_and_the_columns_of_the_table() -> None:
    frame = EXTRACTOR.to_frame([EXPORT, CROPS])
    assert tuple(frame.columns) == COLUMNS
    rows = list(EXTRACTOR.stream([EXPORT, CROPS]))
    assert list(frame["observation_id"]) == [row.observation_id for row in rows]
    assert list(frame["quantity"]) == [row.quantity for row in rows]


def test_a_frame_of_nothing_has_the_columns() -> None:
    frame = EXTRACTOR.to_frame([])
    assert (tuple(frame.columns), len(frame)) == (COLUMNS, 0)


def test_a_watched_frame_leaves_faulty_articles_out() -> None:
    told: list[InputError] = []
    frame = EXTRACTOR.to_frame([FAULTY, CROPS], on_fault=told.append)
    assert (list(frame["article_id"]), len(told)) == (["b"], 1)


def test_a_row_knows_its_article_and_its_model() -> None:
    article = replace(CROPS, title="Cà phê", url="https://example.vn/b", source="báo")
    (row,) = pipeline.load().extract(article)
    told = {**to_row(row)}
    wanted = {
        "article_id": "b",
        "published": "2024-05-06",
        "url": "https://example.vn/b",
        "source": "báo",
        "model": "default",
    }
    assert {name: told[name] for name in wanted} == wanted


def test_the_date_given_beside_an_article_is_for_those_without_one() -> None:
    (own,) = EXTRACTOR.extract(CROPS, published="2020-01-01")
    (given,) = EXTRACTOR.extract(replace(CROPS, published=None), published="2020-01-01")
    assert (own.published, given.published) == ("2024-05-06", "2020-01-01")


def test_the_id_of_a_row_is_of_article_text_and_place() -> None:
    first, second = EXTRACTOR.extract(EXPORT)
    again, _ = EXTRACTOR.extract(replace(EXPORT, published="2021-01-01", title="x"))
    other, _ = EXTRACTOR.extract(replace(EXPORT, id="z"))
    longer, _ = EXTRACTOR.extract(replace(EXPORT, text=EXPORT.text + " "))
    assert again.observation_id == first.observation_id
    ids = {r.observation_id for r in (first, second, other, longer)}
    assert len(ids) == 4


def test_an_unknown_model_is_told() -> None:
    with pytest.raises(ModelError, match="no model 'no/model'"):
        Extractor(model="no/model")


def test_extraction_needs_neither_spacy_nor_pandas() -> None:
    code = (
        "import sys; from pipeline.extract import Extractor;"
        "Extractor().extract('Xuất khẩu đạt 580 triệu USD.');"
        "print([m for m in ('spacy', 'pandas', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == "[]\n"
