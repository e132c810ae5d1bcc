"""Sentences of our own with phrasing that no table has, and what frames them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.schema import Article

if TYPE_CHECKING:
    from pathlib import Path

PROVINCES = ("Gia Lai", "Kon Tum", "Phú Yên", "Bình Định", "Hà Giang", "Cà Mau")
HEADS = (
    "kim ngạch xuất khẩu",
    "thu ngân sách",
    "doanh thu du lịch",
    "sản lượng lúa",
    "vốn đầu tư",
    "giá cà phê",
)
UNITS = ("tỷ đồng", "triệu USD", "tỷ đồng", "tấn", "tỷ đồng", "đồng")


def articles(*frames: str) -> list[Article]:
    """Six articles, one a province, each with every frame filled in."""
    return [
        Article(id=f"a{i}", text="\n".join(_filled(frame, i) for frame in frames))
        for i in range(len(PROVINCES))
    ]


def _filled(frame: str, i: int) -> str:
    return frame.format(
        province=PROVINCES[i],
        head=HEADS[i],
        Head=HEADS[i].capitalize(),
        unit=UNITS[i],
        number=f"{17 + 13 * i}",
        decimal=f"{2 + i},{i + 1}",
        other=("có", "xây", "bàn giao", "khởi công", "cần", "thêm")[i],
        adverb=("suýt", "gắng", "vừa", "cũng", "mới", "chưa")[i],
        behind=("được mua", "ở huyện", "do tỉnh cấp", "của xã", "và nhà", "bị hỏng")[i],
    )


def write_dump(path: Path, given: list[Article]) -> None:
    """Write articles as JSON Lines."""
    lines = [json.dumps({"id": a.id, "text": a.text}) + "\n" for a in given]
    path.write_text("".join(lines), encoding="utf-8")
