"""How quickly the desk answers: 8 clients, 20,000 articles, 300,000 figures.

The articles are our seeds many times over, each time of another area; with arguments
it is measured on results of one's own: python bench/desk.py TABLE ARTICLES.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import psutil

import pipeline
from pipeline.extract.observe import observation_id
from pipeline.extract.reading import hash_of
from pipeline.io.faults import raise_fault
from pipeline.io.readers import read_articles
from pipeline.io.writers import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.schema import Article, Observation

ROOT: Final = Path(__file__).resolve().parent.parent
HOME: Final = ROOT / "build" / "desk"
ARTICLES: Final = 20_000
FIGURES: Final = 300_000
CLIENTS: Final = 8
ROUNDS: Final = 30
SLOWEST: Final = 0.3
MOST_MEMORY: Final = 1_000
PATIENCE: Final = 600.0


def main() -> None:
    """Measure and print; the exit code is 1 where a page is too slow."""
    table, articles = sys.argv[1:3] if len(sys.argv) > 2 else made()  # noqa: PLR2004
    command = [sys.executable, "-c", "from pipeline.cli import main; main()"]
    command += ["serve", table, "--articles", articles]
    command += ["--port", "0", "--corrections", str(HOME / "corrections.jsonl")]
    HOME.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            port = _port(server)
            print(f"ready after {time.perf_counter() - began:.0f} s")
            worst = _measured(port, psutil.Process(server.pid))
        finally:
            server.terminate()
    sys.exit(worst > SLOWEST)


def _port(server: subprocess.Popen[str]) -> int:
    for line in server.stderr or ():
        if found := re.search(r"ready: http://[^:]*:(\d+)", line):
            return int(found[1])
    raise SystemExit("the desk did not start")


def _measured(port: int, process: psutil.Process) -> float:
    waited = time.perf_counter()
    while _status(port, "/audit") != http.client.OK:
        if time.perf_counter() - waited > PATIENCE:
            raise SystemExit("series and audit were not reckoned in time")
        time.sleep(1)
    print(f"series and audit {time.perf_counter() - waited:.0f} s after that")
    medians = [_page(port, name, some) for name, some in pages(port).items()]
    memory = _most_memory(process)
    print(f"memory at most {memory:.0f} MB (allowed: {MOST_MEMORY})")
    return max(medians)


def _most_memory(process: psutil.Process) -> float:
    """Give the most that a process has held so far, where the system tells; in MB."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        return int(peak[1]) / 1024 if peak else 0.0
    return float(process.memory_info().rss) / 2**20


def pages(port: int) -> dict[str, list[str]]:
    """Give the addresses to ask for, by the page they are of."""
    chance = random.Random(1)  # noqa: S311 - no secret
    listed = _json(port, "/api/articles?order=id&size=500")["articles"]
    ids = [str(one["id"]) for one in listed if one["figures"]]
    keys = [
        {name: one[name] or "" for name in ("indicator", "breakdown", "area", "entity")}
        for one in _json(port, "/api/series?size=200")["series"]
    ]
    words = ("xuat khau", "gia lai", "ngân sách", "du lịch", "không có")
    orders = ("faults", "unsure", "newest", "id")
    return {
        "try": ["/try"],
        "articles": [
            f"/articles?{urlencode({'q': q, 'order': order})}"
            for q in ("", *words)
            for order in orders
        ],
        "article": [f"/article?{urlencode({'id': one})}" for one in ids],
        "series": [f"/series?{urlencode({'q': q})}" for q in ("", *words)],
        "one series": [
            f"/series/one?{urlencode(key)}" for key in chance.sample(keys, 50)
        ],
        "audit": [f"/audit?{urlencode({'q': q})}" for q in ("", *words)],
        "review": ["/review"],
        "review an article": [f"/review/article?{urlencode({'id': i})}" for i in ids],
        "api observations": ["/api/observations?indicator=vn.trade.export"],
    }


def _page(port: int, name: str, addresses: list[str]) -> float:
    chance = random.Random(name)  # noqa: S311 - no secret
    asked = [chance.choice(addresses) for _ in range(CLIENTS * ROUNDS)]

    def ask(client: int) -> list[float]:
        return [_timed(port, one) for one in asked[client::CLIENTS]]

    with ThreadPoolExecutor(CLIENTS) as clients:
        times = [one for some in clients.map(ask, range(CLIENTS)) for one in some]
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:<18} median {median * 1000:4.0f} ms   95 % {slow * 1000:4.0f} ms")
    return median


def _timed(port: int, address: str) -> float:
    began = time.perf_counter()
    status = _status(port, address)
    if status != http.client.OK:
        raise SystemExit(f"{address}: {status}")
    return time.perf_counter() - began


def _status(port: int, address: str) -> int:
    return _asked(port, address)[0]


def _json(port: int, address: str) -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = json.loads(_asked(port, address)[1])
    return told


def _asked(port: int, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def made() -> tuple[str, str]:
    """Make the results, once."""
    table, articles = HOME / "figures.parquet", HOME / "articles.jsonl"
    if not (table.exists() and articles.exists()):
        HOME.mkdir(parents=True, exist_ok=True)
        print(f"making {FIGURES:,} figures of {ARTICLES:,} articles, once ...")
        with writing("parquet", str(table)) as writer, articles.open("w") as texts:
            for article, rows in _copies():
                writer.write(article, rows)
                told = {"id": article.id, "text": article.text, "title": article.title}
                texts.write(json.dumps(told) + "\n")
    return str(table), str(articles)


def _copies() -> Iterator[tuple[Article, list[Observation]]]:
    extractor = pipeline.load()
    seeds = list(read_articles([str(ROOT / "seeds")], on_fault=raise_fault))
    read = [(one, extractor.extract(one)) for one in seeds]
    left = defaultdict[str, int](int, figures=FIGURES)
    for number in range(ARTICLES):
        article, rows = read[number % len(read)]
        key = f"{article.id} {number}"
        share = left["figures"] // (ARTICLES - number) + number % 3 - 1
        kept = list(rows)[: max(0, share)]
        left["figures"] -= len(kept)
        sha256 = hash_of(article.text)
        yield (
            replace(article, id=key, title=article.title or f"Bài {number}"),
            [_copy(row, key, sha256, f"Vùng {number}") for row in kept],
        )


def _copy(row: Observation, key: str, sha256: str, area: str) -> Observation:
    own = observation_id(key, sha256, row.amount_start, row.amount_end)
    return replace(
        row,
        observation_id=own,
        article_id=key,
        area=area,
        area_code=None,
        repeat_of=None,
    )


if __name__ == "__main__":
    main()
