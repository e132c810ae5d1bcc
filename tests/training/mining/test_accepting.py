from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import InputError
from pipeline.models import Model, open_model
from pipeline.training.mining.accepting import accept
from pipeline.training.mining.proposals import (
    COLUMNS,
    Proposal,
    Verdict,
    read_verdicts,
    write_proposals,
)
from tests.builders import write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.lexicon.additions import PhraseKind


def verdict(
    phrase: str, kind: PhraseKind, proposed: str = "", *, accepted: bool = True
) -> Verdict:
    return Verdict(
        phrase=phrase, kind=kind, proposed=proposed, accepted=accepted, place="p.tsv:2"
    )


def tables(parent: Model, *verdicts: Verdict) -> dict[str, str]:
    files = accept(verdicts, parent).files
    return {name: content.decode("utf-8") for name, content in files.items()}


def test_accepted_rows_join_the_vocabulary_and_rejected_are_remembered() -> None:
    made = tables(
        open_model(),
        verdict("Bàn thắng", "classifier"),
        verdict("nm", "unit", "NM"),
        verdict("thống kê", "alias", accepted=False),
    )
    assert made["vocabulary.tsv"].splitlines()[1:] == [
        "nm\tunit\tNM\tmined",
        "bàn thắng\tclassifier\t\tmined",
    ]
    assert made["rejected.tsv"].splitlines()[1:] == ["thống kê\talias\tmined"]
    assert made["indicators.tsv"] == open_model().table("indicators.tsv")


def test_a_later_verdict_takes_the_place_of_an_earlier() -> None:
    first = tables(
        open_model(),
        verdict("bàn thắng", "classifier"),
        verdict("nm", "unit", "NM", accepted=False),
    )
    second = tables(
        Model("first", first),
        verdict("bàn thắng", "classifier", accepted=False),
        verdict("nm", "unit", "NM"),
    )
    assert second["vocabulary.tsv"].splitlines()[1:] == ["nm\tunit\tNM\tmined"]
    assert second["rejected.tsv"].splitlines()[1:] == ["bàn thắng\tclassifier\tmined"]


def test_the_same_verdicts_give_the_same_name_and_bytes() -> None:
    both = [verdict("bàn thắng", "classifier"), verdict("nm", "unit", "NM")]
    one, other = accept(both, open_model()), accept(both[::-1], open_model())
    assert (one.name, one.files) == (other.name, other.files)


REFUSED = {
    "unit-without-a-code": (verdict("zm", "unit"), "expected a code"),
    "cue-without-a-kind": (verdict("vút lên", "cue"), "expected one or more of"),
    "no-such-indicator": (verdict("lạ", "alias", "vn.no"), "the id of an indicator"),
    "name-of-another": (
        verdict("lạm phát", "alias", "vn.trade.export"),
        "is a name of vn.prices.inflation already",
    ),
}


@pytest.mark.parametrize(("given", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_vocabulary_is_refused_with_its_place(
    given: Verdict, message: str
) -> None:
    with pytest.raises(InputError, match=message) as fault:
        accept([given], open_model())
    assert fault.value.source == "p.tsv:2"


def test_a_written_table_is_read_back_with_its_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "p.tsv"
    one = Proposal(
        phrase="bàn thắng",
        kind="classifier",
        proposed="",
        count=9,
        articles=6,
        score=0.5,
        found_by="context",
        examples=("a:1-9 ghi bàn thắng",),
    )
    write_proposals(str(path), [one])
    header, row = path.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == list(COLUMNS)
    assert read_verdicts(str(path)) == []
    judged = row.split("\t")
    judged[COLUMNS.index("verdict")] = " Accepted "
    write(path, "\r\n".join((header, "\t".join(judged), "", "")))
    assert read_verdicts(str(path)) == [
        Verdict(
            phrase="bàn thắng",
            kind="classifier",
            proposed="",
            accepted=True,
            place=f"{path}:2",
        )
    ]


BROKEN = {
    "no-verdicts": ("phrase\tkind\tproposed\n", "'verdict' is missing"),
    "unknown-verdict": (
        "phrase\tkind\tproposed\tverdict\na b\tunit\tX\tmaybe\n",
        "expected a phrase, a kind of",
    ),
    "unknown-kind": (
        "phrase\tkind\tproposed\tverdict\na b\tnoun\tX\taccepted\n",
        "expected a phrase, a kind of",
    ),
    "a-row-cut-short": (
        "verdict\tphrase\tkind\tproposed\naccepted\ta b\n",
        "expected a phrase, a kind of",
    ),
    "not-text": (b"\xff\xfe\x00", "in UTF-8"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_table_that_cannot_be_read_is_told(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_verdicts(write(tmp_path / "p.tsv", content))
