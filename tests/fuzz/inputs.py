"""Inputs made to break the program, each a pure function of its number.

Four makes, in turns: articles of ``seeds/`` cut up and mutilated, the vocabulary of the
lexicon in any order, characters of any kind, and one piece many times over.
"""

from __future__ import annotations

import json
import random
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pipeline.lexicon.tables import parse_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
LEXICON: Final = ROOT / "pipeline" / "lexicon"
FORMS: Final[tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...]] = (
    *("NFC", "NFD", "NFKC", "NFKD"),
)
LONGEST: Final = 400
"""Characters cut from an article: short inputs are many inputs."""

SIGNS: Final = tuple(".,;:!?()[]{}\"'“”‘’…–—-−/\\%$€+*=<>|&@#_~^`°²³½¼①٣３Ⅲⅳ")
ODD: Final = (
    *("\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u00ad", "\u200b", "\u200d", "\ufeff"),
    *(
        "\ud800",
        "\udc00",
        "\udbff\udfff",
        "\U0001f600",
        "👨‍👩‍👧",
        "\U0010ffff",
        "\ufffe",
    ),
    *("\u0301", "\u0302\u0323", "\u0300" * 40, "\u1ab0", "\u20dd", "ﬁ", "ẞ", "İ", "ı"),
    *("\u202e", "\u2066", "\u0644\u0627", "日本", "가각", "\u1100\u1161", "Ω", "K"),
    *(
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\v",
        "\f",
        "\x1c",
        "\u2028",
        "\u2029",
        "\xa0",
        "\u3000",
    ),
)
NUMBERS: Final = (
    *("0", "00", "1", "7,9", "1.234", "1,234", "1.2.3", "1,2,3", "12.345.678,9"),
    *("9" * 30, "0,000001", "-5", "+5", "1e5", "5-7", "5 - 7", "2/3", "1/0", "0/0"),
    *("31/12/2021", "30/2/2021", "29-2-2021", "2021", "0000", "9999", "12/2021"),
    *("quý IV", "quý V", "tháng 13", "năm 0", "năm 9999", "9 tháng", "thế kỷ 21"),
    *("99999 tháng", "giai đoạn 2030-2021", "đến năm 0001", "ngày 32", "24h", "3.000%"),
)


@lru_cache(maxsize=1)
def seeds() -> tuple[str, ...]:
    """Give the articles that the project wrote itself."""
    folder = ROOT / "seeds"
    texts = [path.read_bytes().decode() for path in sorted(folder.glob("*.txt"))]
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return (*texts, *(json.loads(line)["text"] for line in lines))


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Give every surface of the lexicon."""
    found: set[str] = set()
    for path in sorted(LEXICON.glob("*.tsv")):
        rows = parse_table(path.read_text(encoding="utf-8"), name=path.name)
        for row in rows:
            found |= {cell for name, cell in row.items() if name != "source" and cell}
    return tuple(sorted(found))


def text_of(number: int) -> str:
    """Give the input of that number, the same on every machine."""
    chance = random.Random(number)  # noqa: S311 - repeatable, not secret
    makes = (_mutilated, _mutilated, _soup, _soup, _anything, _repeated)
    return makes[number % len(makes)](chance)


def _mutilated(chance: random.Random) -> str:
    text = chance.choice(seeds())
    start = chance.randrange(len(text))
    text = text[start : start + chance.randrange(20, LONGEST)]
    for _ in range(chance.randrange(1, 7)):
        text = chance.choice(MUTATIONS)(chance, text)
    return text


def _soup(chance: random.Random) -> str:
    """Give words, numbers and signs in any order, mostly with a space between."""
    pools = (vocabulary(), vocabulary(), NUMBERS, NUMBERS, SIGNS, ODD)
    words = [
        chance.choice(chance.choice(pools)) for _ in range(chance.randrange(1, 40))
    ]
    return "".join(word + chance.choice(("", " ", " ", " ", "\n")) for word in words)


def _anything(chance: random.Random) -> str:
    size = chance.randrange(60)
    highest = chance.choice((0x7F, 0x1EFF, 0xFFFF, 0x10FFFF))
    return "".join(chr(chance.randrange(highest + 1)) for _ in range(size))


def _repeated(chance: random.Random) -> str:
    pools = (vocabulary(), NUMBERS, SIGNS, ODD)
    pieces = [
        chance.choice(chance.choice(pools)) for _ in range(chance.randrange(1, 4))
    ]
    joint = chance.choice(("", " ", ", ", "\n"))
    return joint.join(pieces * chance.randrange(2, 30))


def _cut(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 20) :]


def _inserted(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    pool = chance.choice((ODD, NUMBERS, SIGNS, vocabulary()))
    return text[:at] + chance.choice(pool) + text[at:]


def _doubled(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    end = start + chance.randrange(1, 30)
    return text[:end] + text[start:]


def _swapped(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[at:] + text[:at]


def _shuffled(chance: random.Random, text: str) -> str:
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


def _replaced(chance: random.Random, text: str) -> str:
    if not text:
        return text
    old = chance.choice(text)
    new = chance.choice(chance.choice((SIGNS, ODD, NUMBERS)))
    return text.replace(old, new, chance.randrange(1, 6))


def _respelled(chance: random.Random, text: str) -> str:
    form = chance.choice(FORMS)
    return unicodedata.normalize(form, text)


def _recased(chance: random.Random, text: str) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _respaced(chance: random.Random, text: str) -> str:
    return text.replace(" ", chance.choice(("", "  ", "\xa0", "\t", "\n", "\u2009")))


MUTATIONS: Final[tuple[Callable[[random.Random, str], str], ...]] = (
    *(_cut, _inserted, _inserted, _inserted, _doubled, _swapped),
    *(_shuffled, _replaced, _respelled, _recased, _respaced),
)
