"""Finds where a figure stands that a person added to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.extract.reading import hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.io.sheets import SheetRow
    from pipeline.schema import Article


def place_of(
    row: SheetRow, articles: Mapping[str, Article]
) -> tuple[Article, str, tuple[int, int]]:
    """Give the article of an added row, its text's hash, and the amount's place.

    The amount stands where ``amount_start`` and ``amount_end`` say, else where
    ``amount_text`` stands in the text: in ``sentence_text`` if the row has one. It
    must stand there once.

    Raises:
        InputError: the row does not tell, or the article is not at hand.
    """
    article_id = row.cells.get("article_id", "")
    article = articles.get(article_id)
    if article is None:
        message = f"expected the text of article {article_id!r} for this added figure"
        hint = "fill article_id, and name the articles by --articles"
        raise InputError(message, source=row.place, hint=hint)
    span = _told(row, article.text) or _found(row, article.text)
    return article, hash_of(article.text), span


def _told(row: SheetRow, text: str) -> tuple[int, int] | None:
    cells = [row.cells.get(name, "") for name in ("amount_start", "amount_end")]
    if not all(cell.isascii() and cell.isdigit() for cell in cells):
        return None
    start, end = map(int, cells)
    if start < end <= len(text):
        return start, end
    message = f"expected an amount within the text's {len(text)} characters"
    message += f", got {start} to {end}"
    raise InputError(message, source=row.place, hint="mend the cells")


def _found(row: SheetRow, text: str) -> tuple[int, int]:
    amount = row.cells.get("amount_text", "")
    sentence = row.cells.get("sentence_text", "")
    around = text.find(sentence) if sentence else 0
    within = sentence or text
    if amount and around >= 0 and within.count(amount) == 1:
        start = around + within.index(amount)
        return start, start + len(amount)
    times = within.count(amount) if amount and around >= 0 else 0
    where = "sentence_text" if sentence else "the article"
    message = f"expected amount_text to stand once in {where}, got it {times} times"
    hint = "copy the figure's sentence to sentence_text, or fill amount_start and _end"
    raise InputError(message, source=row.place, hint=hint)
