from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from pipeline.corrections.keeping import Keeper, StaleVerdictError
from pipeline.corrections.verdicts import Judged
from pipeline.errors import InputError, UsageError
from pipeline.io.annotations import Label, read_annotations

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = Judged(id="bài 1", sha256="ab" * 32, published="2024-01-02")
LABEL = Label(
    start=3,
    end=6,
    value=Decimal("12.50"),
    unit="tỷ đồng",
    metric="doanh thu",
    evidence={"metric": (0, 2)},
    verdict="corrected",
    by="Lan",
    at="2024-01-03T10:00:00+00:00",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


def test_a_verdict_is_in_the_file_when_it_is_answered(path: Path) -> None:
    standing = Keeper(str(path)).save(ARTICLE, LABEL, version=0)
    assert (standing.version, standing.label) == (1, LABEL)
    [read] = read_annotations(str(path))
    assert read.labels == (replace(LABEL, value=Decimal("12.5")),)
    assert (read.id, read.sha256, read.complete) == ("bài 1", "ab" * 32, False)
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".part"] == []


def test_what_is_read_again_is_what_was_kept(path: Path) -> None:
    keeper = Keeper(str(path))
    keeper.save(ARTICLE, LABEL, version=0)
    second = replace(LABEL, verdict="rejected", by="Minh")
    keeper.save(ARTICLE, second, version=1, settles=True)
    keeper.complete(ARTICLE, complete=True)
    kept, again = keeper.of(ARTICLE.id), Keeper(str(path)).of(ARTICLE.id)
    assert kept
    assert again == replace(kept, complete=True)
    assert [label.by for label in again.figures[3, 6].said] == ["Lan", "Minh"]
    assert again.figures[3, 6].version == 2
    assert again.figures[3, 6].settles == (False, True)


@pytest.mark.parametrize("version", [0, 2, 7])
def test_a_verdict_on_what_has_changed_is_refused_and_shown_what_stands(
    path: Path, version: int
) -> None:
    keeper = Keeper(str(path))
    keeper.save(ARTICLE, LABEL, version=0)
    before = path.read_bytes()
    with pytest.raises(StaleVerdictError) as fault:
        keeper.save(ARTICLE, replace(LABEL, by="Minh"), version=version)
    assert fault.value.standing
    assert fault.value.standing.label.by == "Lan"
    assert path.read_bytes() == before


def test_what_others_write_meanwhile_is_read_in_and_kept(path: Path) -> None:
    one, other = Keeper(str(path)), Keeper(str(path))
    one.save(ARTICLE, LABEL, version=0)
    with pytest.raises(StaleVerdictError):
        other.save(ARTICLE, LABEL, version=0)
    other.save(replace(ARTICLE, id="bài 2"), LABEL, version=0)
    assert [article.id for article in one.all()] == ["bài 1", "bài 2"]
    path.unlink()
    assert one.all() == ()


def test_many_at_once_lose_nothing(path: Path) -> None:
    keepers = [Keeper(str(path)) for _ in range(3)]

    def save(number: int) -> None:
        label = replace(LABEL, start=number, end=number + 1)
        keepers[number % 3].save(ARTICLE, label, version=0)

    threads = [Thread(target=save, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = Keeper(str(path)).of(ARTICLE.id)
    assert kept
    assert sorted(kept.figures) == [(number, number + 1) for number in range(30)]


def test_what_means_nothing_here_is_kept_where_it_stood(path: Path) -> None:
    lines = [
        {"id": "x", "text": "ab 12 cd", "mine": [1], "observations": []},
        {
            "id": "bài 1",
            "sha256": ARTICLE.sha256,
            "note": "n",
            "observations": [{"start": 3, "end": 6, "value": 1.5, "hue": "red"}],
        },
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.write_text(text + "\n", encoding="utf-8")
    Keeper(str(path)).save(ARTICLE, LABEL, version=1)
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert first == json.dumps(lines[0])
    told = json.loads(second)
    assert (told["note"], told["observations"][0]["hue"]) == ("n", "red")
    assert told["observations"][0]["earlier"][0]["value"] == 1.5


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": "a", "observations": [{"start": 1, "end": 2}]}',
        '{"id": "a", "observations": [{"start":1,"end":2,"value":1,"earlier":"x"}]}',
        '{"id": "a", "observations": []}\n{"id": "a", "observations": []}',
    ],
    ids=["no-json", "no-value", "earlier", "twice"],
)
def test_a_file_that_cannot_be_read_whole_is_never_written_over(
    path: Path, line: str
) -> None:
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError):
        Keeper(str(path))
    assert path.read_text(encoding="utf-8") == line + "\n"


def test_verdicts_of_another_text_are_not_mixed_with_new_ones(path: Path) -> None:
    keeper = Keeper(str(path))
    keeper.save(ARTICLE, LABEL, version=0)
    with pytest.raises(InputError, match="another text"):
        keeper.save(replace(ARTICLE, sha256="cd" * 32), LABEL, version=1)


def test_a_period_that_no_row_can_hold_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="period"):
        Keeper(str(path)).save(ARTICLE, replace(LABEL, period="2020/.."), version=0)
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    keeper = Keeper(str(tmp_path / "none" / "c.jsonl"))
    with pytest.raises(UsageError, match="place that can be written"):
        keeper.save(ARTICLE, LABEL, version=0)
    assert keeper.of(ARTICLE.id) is None


@pytest.mark.parametrize(
    ("verdicts", "rivals"),
    [
        ([("Lan", "doanh thu", False)], []),
        ([("Lan", "doanh thu", False), ("Minh", "doanh thu", False)], []),
        ([("Lan", "lợi nhuận", False), ("Minh", "doanh thu", False)], ["Lan"]),
        ([("Lan", "lợi nhuận", False), ("Minh", "doanh thu", True)], []),
        (
            [("Lan", "a", False), ("Minh", "b", True), ("Lan", "a", False)],
            ["Minh"],
        ),
        ([("Lan", "a", False), ("Minh", "b", False), ("Lan", "b", False)], []),
    ],
    ids=["alone", "agreed", "differ", "settled", "again", "gave-in"],
)
def test_reviewers_who_differ_are_rivals_until_it_is_settled(
    path: Path, verdicts: list[tuple[str, str, bool]], rivals: list[str]
) -> None:
    keeper = Keeper(str(path))
    standings = [
        keeper.save(
            ARTICLE,
            replace(LABEL, by=by, metric=metric),
            version=version,
            settles=settles,
        )
        for version, (by, metric, settles) in enumerate(verdicts)
    ]
    assert [label.by for label in standings[-1].rivals] == rivals


def test_two_who_reject_agree_whatever_the_fields_say(path: Path) -> None:
    keeper = Keeper(str(path))
    keeper.save(ARTICLE, replace(LABEL, verdict="rejected"), version=0)
    other = replace(LABEL, verdict="rejected", by="Minh", metric="khác")
    assert keeper.save(ARTICLE, other, version=1).rivals == ()
    accepted = replace(LABEL, verdict="accepted", by="Hoa")
    assert len(keeper.save(ARTICLE, accepted, version=2).rivals) == 2
