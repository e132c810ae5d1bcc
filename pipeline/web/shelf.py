"""What the desk serves: figures and articles, in tables that answer at once.

The rows of all results and the texts of all articles are brought into the store's
database, which stands on disk; a request reads the few rows it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from pipeline.extract.reading import hash_of
from pipeline.io.cells import to_observation
from pipeline.io.parquet import shortened
from pipeline.schema import COLUMNS, Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from pipeline.schema import Observation
    from pipeline.series.store import Store

Order: TypeAlias = Literal["faults", "unsure", "newest", "id"]

UNSURE: Final = 0.5
"""A figure that is less sure than this is counted as unsure."""
MEMORY: Final = "300MB"
"""What the database may hold; what goes beyond it stands on disk."""
THREADS: Final = 2
"""What the database may take of the processor; each thread needs memory of its own."""

_CHUNK: Final = 500
_OUTER: Final = ("id", "title", "published", "url", "source", "text", "sha256")
PLAIN: Final = "replace(lower(strip_accents({})), 'đ', 'd')"
"""Words as they are searched: in small letters without marks."""
_TABLES: Final = """
    create table figures as select * from rows order by article_id, amount_start;
    delete from figures where rowid in (
        select unnest(list_sort(list(rowid))[2:]) from figures
        group by observation_id having count(*) > 1);
    create table texts (
        id varchar, title varchar, published varchar, url varchar, source varchar,
        text varchar, sha256 varchar);
    create table doubts (id varchar, contradicted integer, doubtful integer)
    """
_CONTENTS: Final = f"""
    create table contents as
    with told as (
        select article_id as id, count(*) as figures,
            count(*) filter (confidence < {UNSURE}) as unsure,
            min(confidence) as lowest, any_value(published) as published,
            any_value(source) as source, any_value(url) as url,
            any_value(text_sha256) as sha256,
            string_agg(distinct metric_text, ' ') as metrics,
            string_agg(distinct area, ' ') as areas
        from figures group by article_id)
    select coalesce(told.id, texts.id) as id, texts.title as title,
        coalesce(texts.published, told.published) as published,
        coalesce(texts.source, told.source) as source,
        coalesce(texts.url, told.url) as url, coalesce(figures, 0) as figures,
        coalesce(unsure, 0) as unsure, lowest, texts.id is not null as has_text,
        texts.sha256 <> told.sha256 as stale,
        {
    PLAIN.format(
        "concat_ws(' ', coalesce(told.id, texts.id), title, "
        "coalesce(texts.source, told.source), metrics, areas)"
    )
}
            as words
    from told full join texts on told.id = texts.id order by id"""  # noqa: S608 - constants of ours
_ORDERS: Final[Mapping[Order, str]] = {
    "faults": "stale desc nulls last, contradicted desc, doubtful desc, unsure desc,"
    " lowest nulls last, id",
    "unsure": "lowest nulls last, id",
    "newest": "published desc nulls last, id",
    "id": "id",
}
_LISTED: Final = (
    *("id", "title", "published", "source", "url", "figures", "unsure", "lowest"),
    *("has_text", "stale", "contradicted", "doubtful"),
)
_LIST: Final = f"""
    select contents.id, title, published, source, url, figures, unsure, lowest,
        has_text, coalesce(stale, false), coalesce(contradicted, 0) as contradicted,
        coalesce(doubtful, 0) as doubtful, count(*) over () as found
    from contents left join doubts using (id)
    where ($words = '' or contains(words, {PLAIN.format("$words")}))
        and (not $only or figures > 0)
    order by {{}} limit $size offset $skip"""  # noqa: S608 - constants of ours
_SOUGHT: Final = ("article_id", "indicator", "area", "period", "status", "unit")
_SEEK: Final = f"""
    select {", ".join(COLUMNS)} from figures where rowid in (
        select rowid from figures where {{}}
        order by article_id, amount_start, observation_id limit $size offset $skip)
    order by article_id, amount_start, observation_id
    """  # noqa: S608 - constants of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles are listed: with these words, in this order, from this page."""

    words: str = ""
    order: Order = "faults"
    with_figures: bool = False
    page: int = 1
    size: int = 50


class Listed(NamedTuple):
    """An article in the list; ``lowest`` is the confidence of its least sure figure.

    ``stale`` says that its figures are of another text than the one at hand.
    """

    id: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    figures: int
    unsure: int
    lowest: float | None
    has_text: bool
    stale: bool
    contradicted: int
    doubtful: int


class Listing(NamedTuple):
    """One page of the list, and how many articles there are in all."""

    articles: tuple[Listed, ...]
    found: int


class Shelved(NamedTuple):
    """An article with its figures, in the order of the text.

    Without a text at hand ``article.text`` is empty and ``has_text`` False. ``sha256``
    is that of the text the figures are of.
    """

    article: Article
    has_text: bool
    sha256: str
    rows: tuple[Observation, ...]

    @property
    def stale(self) -> bool:
        """Tell whether the figures are of another text than the one at hand."""
        return self.has_text and hash_of(self.article.text) != self.sha256


class Shelf:
    """Articles and figures by id, by words and by page; safe for threads.

    Args:
        store: opened on the results.
        articles: the texts; those that no figure is of are shelved as well.
    """

    def __init__(self, store: Store, articles: Iterable[Article] = ()) -> None:
        self._connection = store.connection
        self._connection.execute(
            f"set memory_limit = '{MEMORY}'; set threads = {THREADS}"
        )
        self._connection.execute(_TABLES)
        for many in _chunks(articles):
            _insert(self._connection, many)
        self._connection.execute(_CONTENTS)
        self.figures = self._count("figures")
        self.articles = self._count("contents")

    def listing(self, wanted: Wanted) -> Listing:
        """Give a page of the list of articles."""
        query = _LIST.format(_ORDERS[wanted.order])
        told = {
            "words": wanted.words,
            "only": wanted.with_figures,
            "size": wanted.size,
            "skip": (wanted.page - 1) * wanted.size,
        }
        rows = self._asked(query, told)
        found = rows[0][-1] if rows else 0
        return Listing(tuple(Listed(*row[:-1]) for row in rows), found)

    def article(self, article_id: str) -> Shelved | None:
        """Give an article with all its figures; None if there is none of this id."""
        texts = self._asked("select * from texts where id = $id", {"id": article_id})
        rows = self.observations({"article_id": article_id}, size=-1)
        if not texts and not rows:
            return None
        first = rows[0] if rows else None
        told = dict(zip(_OUTER, texts[0], strict=True)) if texts else {}
        article = Article(
            id=article_id,
            text=told.get("text") or "",
            title=told.get("title"),
            published=told.get("published") or (first.published if first else None),
            url=told.get("url") or (first.url if first else None),
            source=told.get("source") or (first.source if first else None),
        )
        sha256 = first.text_sha256 if first else told.get("sha256") or ""
        return Shelved(article, bool(texts), sha256, rows)

    def observation(self, observation_id: str) -> Observation | None:
        """Give one figure by its id."""
        query = _SEEK.format("observation_id = $id")
        told = {"id": observation_id, "size": 1, "skip": 0}
        return next(iter(self._rows(query, told)), None)

    def observations(
        self, wanted: Mapping[str, str], *, size: int, skip: int = 0
    ) -> tuple[Observation, ...]:
        """Give figures by article and place.

        Args:
            wanted: columns (article_id, indicator, area, period, status, unit) and
                the values they must have; others are passed over.
            size: how many at most; all if it is below 0.
            skip: how many to leave out at first.
        """
        names = [name for name in _SOUGHT if name in wanted]
        where = " and ".join(f"{name} = ${name}" for name in names) or "true"
        query = _SEEK.format(where)
        told: dict[str, Any] = {name: wanted[name] for name in names}
        told |= {"size": size if size >= 0 else None, "skip": skip}
        return tuple(self._rows(query, told))

    def doubt(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Note how many figures of each article an audit contradicts and doubts."""
        rows = [(key, *counts[key]) for key in counts]
        cursor = self._connection.cursor()
        cursor.execute("delete from doubts")
        if rows:
            cursor.executemany("insert into doubts values ($1, $2, $3)", rows)

    def _rows(self, query: str, told: Mapping[str, Any]) -> Iterator[Observation]:
        for row in self._asked(query, told):
            cells = shortened(dict(zip(COLUMNS, row, strict=True)))
            yield to_observation(cells, "figures")

    def _asked(self, query: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self._connection.cursor().execute(query, dict(told)).fetchall()

    def _count(self, table: str) -> int:
        query = f"select count(*) from {table}"  # noqa: S608 - a constant of ours
        return int(self._asked(query, {})[0][0])


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while many := list(islice(iterator, _CHUNK)):
        yield many


def _insert(connection: DuckDBPyConnection, articles: list[Article]) -> None:
    import pyarrow as pa

    rows = [
        (a.id, a.title, a.published, a.url, a.source, a.text, hash_of(a.text))
        for a in articles
    ]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    connection.register("added", pa.table(dict(zip(_OUTER, columns, strict=True))))
    connection.execute("insert into texts select * from added")
    connection.unregister("added")
