"""Small labelled articles that the rules read right, for tests of training."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES: Final = ("xuất khẩu", "nhập khẩu", "doanh thu", "sản lượng điện", "tổng vốn")


def line(number: int, **more: object) -> dict[str, Any]:
    """An article with one figure; ``more`` are keys of the figure told otherwise."""
    name, value = NAMES[number % len(NAMES)], 100 + 7 * number
    text = f"Năm 20{10 + number % 14}, {name} của tỉnh Gia Lai đạt {value} triệu USD."
    start = text.index(f" {value} ") + 1
    figure = {"start": start, "end": start + len(str(value)), "value": value}
    told = {"unit": "triệu USD", "metric": name, "area": "Gia Lai", **more}
    period = f"20{10 + number % 14}"
    observations = [{**figure, "period": period, **told}]
    return {"id": f"a{number}", "text": text, "observations": observations}


def lines(articles: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)


def judges(number: int) -> bool:
    """Be an article that only judges where it stands in a folder of annotations."""
    first = hashlib.sha256(f"a{number}".encode()).hexdigest()[0]
    return int(first, 16) % 4 == 3


RIGHT: Final = [line(number) for number in range(40) if not judges(number)]
WRONG: Final = [
    line(number, status="target", area="London")
    for number in range(40)
    if not judges(number)
]
JUDGING: Final = [line(number) for number in range(60) if judges(number)]
