"""Dumps for the runs: short articles of our own words, some of them at fault."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

METRICS = ("xuất khẩu", "thu ngân sách", "giá trị sản xuất công nghiệp", "đàn bò")
AREAS = ("Gia Lai", "Đắk Lắk", "Quảng Trị", "Hà Giang", "Cà Mau")
TALK = "Hội nghị diễn ra trong không khí sôi nổi."


def text(number: int) -> str:
    """An article with a few figures, one in ten with none; the same for a number."""
    draw = Random(number)  # noqa: S311 - a table of examples
    if number % 10 == 9:
        return f"{TALK} Bài số {number}."
    said = [
        f"Năm {draw.randint(2010, 2024)}, {draw.choice(METRICS)} của tỉnh"
        f" {draw.choice(AREAS)} đạt {draw.randint(2, 999)} tỷ đồng, tăng"
        f" {draw.randint(1, 40)},{draw.randint(1, 9)}% so với cùng kỳ."
        for _ in range(draw.randint(1, 4))
    ]
    return " ".join([*said, TALK])


def line(number: int) -> str:
    """One line of a dump; some are broken, come twice or have a date nobody reads."""
    article = {"id": f"bai-{number}", "text": text(number)}
    if number % 97 == 50:
        return '{"id": "broken"'
    if number % 97 == 60:
        article["id"] = f"bai-{number - 1}"
    if number % 97 == 70:
        article["published"] = "hôm qua"
    return json.dumps(article, ensure_ascii=False)


def write_dump(path: Path, articles: int) -> Path:
    """Write a dump of so many lines."""
    lines = "".join(line(number) + "\n" for number in range(articles))
    path.write_text(lines, encoding="utf-8")
    return path


def contents(out: Path) -> dict[str, bytes]:
    """Give every file that a run has left for its user."""
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.is_file()}
