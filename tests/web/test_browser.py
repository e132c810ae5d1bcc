from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import CHROMIUM, browsing, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.browsing import Running
    from tests.web.conftest import Results

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this system"),
]
ID = "01_quang-tri_9-thang"
REVIEW = f"/review/article?id={ID}"
AXE = "axe-core/axe.min.js"
PAGES = {
    "try": "/try",
    "articles": "/articles",
    "article": f"/article?id={ID}",
    "series": "/series",
    "one-series": "/series/one?indicator=vn.trade.export&area=64",
    "audit": "/audit",
    "review": "/review",
    "review-article": REVIEW,
    "problem": "/nothing",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


@pytest.fixture
def desk(results: Results, root: Path, file: Path) -> Iterator[Running]:
    """Start a desk of its own for a test that judges."""
    args = (results.table, "--articles", str(root / "seeds"))
    with running(*args, "--corrections", str(file)) as desk:
        yield desk


@pytest.fixture(scope="module")
def shared(
    results: Results, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Start one desk for all tests that only read."""
    file = tmp_path_factory.mktemp("shared") / "corrections.jsonl"
    args = (results.table, "--articles", str(root / "seeds"))
    with running(*args, "--corrections", str(file)) as desk:
        yield desk


@pytest.fixture
def reading_tab(browser: Browser, shared: Running) -> Iterator[Callable[..., Page]]:
    """Open tabs of the desk that is only read."""
    yield from _tabs(browser, shared)


@pytest.fixture
def tab(browser: Browser, desk: Running) -> Iterator[Callable[..., Page]]:
    """Open tabs of the desk that is this test's own."""
    yield from _tabs(browser, desk)


def _tabs(browser: Browser, desk: Running) -> Iterator[Callable[..., Page]]:
    """Give what opens tabs; a mistake in a script fails the test."""
    mistakes: list[str] = []
    contexts = []

    def open_tab(address: str, *, width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on(
            "console",
            lambda said: (
                mistakes.append(said.text)
                if said.type == "error" and "Failed to load" not in said.text
                else None
            ),
        )
        page.goto(desk.address + address)
        page.wait_for_selector("meta[http-equiv=refresh]", state="detached")
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert mistakes == []


def _settle(page: Page, words: str) -> None:
    """Wait until the page says that something was saved."""
    page.wait_for_function(
        "words => document.getElementById('said').textContent.includes(words)",
        arg=words,
    )


def _reviewer(page: Page, name: str) -> None:
    page.fill("#by", name)
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")


def test_what_is_pasted_is_marked_and_a_figure_lights_its_words_up(
    reading_tab: Callable[..., Page],
) -> None:
    page = reading_tab("/try")
    page.fill(
        "textarea",
        "Năm 2024, doanh thu bán lẻ của tỉnh Gia Lai đạt 620 tỷ đồng, tăng 7,5%"
        " so với năm 2023.",
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".figures")
    assert page.locator(".k-amount[data-f]").all_inner_texts() == ["620", "7,5"]
    assert page.locator("tr.figure").count() == 2
    page.locator(".k-amount[data-f]").first.click()
    lit = page.locator(".text .lit")
    assert "doanh thu bán lẻ" in "".join(lit.all_inner_texts())
    fields = lit.evaluate_all(
        "all => all.map(one => one.dataset.field).filter(Boolean)"
    )
    assert {"Metric", "Period", "Area"} <= set(fields)
    assert page.locator("tr.figure.on .pick").inner_text() == "620 tỷ đồng"
    assert page.locator("tr.more.open").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_text_and_table_go_in_step_by_keyboard_alone(
    reading_tab: Callable[..., Page],
) -> None:
    page = reading_tab(f"/article?id={ID}")
    page.locator("tr.figure .pick").nth(1).focus()
    page.keyboard.press("Enter")
    base = page.locator(".text .lit[data-field*=Against]")
    assert base.inner_text() == "kế hoạch"
    page.locator(".text [data-f]").nth(3).focus()
    page.keyboard.press(" ")
    assert page.locator("tr.figure.on").get_attribute("data-f") == "3"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone_and_a_desktop(
    reading_tab: Callable[..., Page], name: str, width: int
) -> None:
    page = reading_tab(PAGES[name], width=width)
    if name in {"series", "one-series", "audit"}:
        page.wait_for_selector("h1:not(:text('One moment'))", timeout=60_000)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(
    reading_tab: Callable[..., Page], root: Path, name: str, *, dark: bool
) -> None:
    axe = root / "build" / AXE
    if not axe.exists():
        pytest.skip(f"build/{AXE} is not there; make axe fetches it")
    page = reading_tab(PAGES[name], dark=dark)
    if name in {"series", "one-series", "audit"}:
        page.wait_for_selector("h1:not(:text('One moment'))", timeout=60_000)
    if name == "article":
        page.locator("tr.figure .pick").nth(1).click()
    if name == "review-article":
        _reviewer(page, "Lan")
        page.keyboard.press("e")
    # The page lets no script in but its own; the checker comes by the debugger.
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    grave = [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert grave == []


def test_every_point_of_a_chart_opens_its_figure(
    reading_tab: Callable[..., Page],
) -> None:
    page = reading_tab(PAGES["one-series"])
    page.wait_for_selector(".chart svg a", timeout=60_000)
    said = page.locator(".chart svg a title").first.text_content() or ""
    page.locator(".chart svg a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.figure.on")
    period = page.locator("tr.figure.on td").nth(1).inner_text()
    assert said.startswith(period)


def test_a_correction_by_keyboard_survives_a_server_that_is_killed(
    tab: Callable[..., Page], desk: Running, file: Path
) -> None:
    page = tab(REVIEW)
    _reviewer(page, "Lan")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.fill("#f-metric", "giá trị ngành")
    page.keyboard.press("Enter")
    _settle(page, "saved")
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait()
    page.keyboard.press("a")
    _settle(page, "Not saved")
    [line] = file.read_text(encoding="utf-8").splitlines()
    [kept] = json.loads(line)["observations"]
    assert (kept["metric"], kept["verdict"]) == ("giá trị ngành", "corrected")
    assert kept["by"] == "Lan"


def test_the_second_of_two_tabs_is_told_and_loses_nothing(
    tab: Callable[..., Page], file: Path
) -> None:
    first, second = tab(REVIEW), tab(REVIEW)
    for page, name, metric in ((first, "Lan", "một"), (second, "Minh", "hai")):
        _reviewer(page, name)
        page.keyboard.press("e")
        page.fill("#f-metric", metric)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.getElementById('said').textContent !== ''"
            " || !document.getElementById('conflict').hidden"
        )
    told = second.locator("#conflict").inner_text()
    assert "Lan" in told
    assert "một ≠ hai" in told
    assert second.input_value("#f-metric") == "hai"
    assert '"hai"' not in file.read_text(encoding="utf-8")
    second.keyboard.press("Tab")
    second.keyboard.press("Enter")
    _settle(second, "saved")
    [kept] = json.loads(file.read_text(encoding="utf-8"))["observations"]
    assert (kept["metric"], kept["version"]) == ("hai", 2)
    assert kept["earlier"][0]["metric"] == "một"
    overview = tab("/review")
    assert "1 conflicts" in overview.inner_text("main")


def test_a_missed_figure_is_added_by_selecting_it(
    tab: Callable[..., Page], file: Path
) -> None:
    page = tab(REVIEW)
    _reviewer(page, "Lan")
    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll('.text [data-s]')]
            .find(one => one.textContent.includes('26-9'));
          const at = piece.textContent.indexOf('26-9');
          const range = document.createRange();
          range.setStart(piece.firstChild, at);
          range.setEnd(piece.firstChild, at + 2);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.wait_for_function("() => taken !== null")
    page.keyboard.press("m")
    assert page.input_value("#f-value") == "26"
    page.keyboard.press("Enter")
    page.wait_for_selector(".card.on .verdict.added")
    [kept] = json.loads(file.read_text(encoding="utf-8"))["observations"]
    text = (page.text_content("#text") or "").strip()
    assert text[kept["start"] : kept["end"]] == "26"


def test_what_was_corrected_in_the_browser_is_taken_up_by_training(
    tab: Callable[..., Page],
    file: Path,
    root: Path,
    tmp_path: Path,
) -> None:
    page = tab(REVIEW)
    _reviewer(page, "Lan")
    page.keyboard.press("e")
    page.fill("#f-metric", "giá trị ngành công nghiệp")
    page.keyboard.press("Enter")
    _settle(page, "saved")
    args = ["train", str(file), "--articles", str(root / "seeds"), "--alone"]
    args += ["--name", "lan", "-o", str(tmp_path)]
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *args]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == str(tmp_path / "lan")
    assert "1 article, 1 judged figure" in done.stderr
