"""Texts in every encoding, written by other tools where there are any."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, Notice, UsageError
from pipeline.io.encodings import check_encoding, guess_encoding
from pipeline.io.legacy import from_tcvn3, from_vni, from_windows_1258
from pipeline.io.readers import read_articles
from pipeline.io.reading import Reading
from pipeline.io.spelling import is_syllable, spelt_share
from pipeline.lexicon.tables import read_table
from pipeline.schema import Article
from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = "đ" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES
)
ALL = LETTERS + LETTERS.upper()
"""Every letter that Vietnamese has beyond English, and its vowels."""

TEXT = (
    "Trong 9 tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt 1.250,5 nghìn m3,"
    " tăng 7,25% so với cùng kỳ; giá trị xuất khẩu vượt kế hoạch đã đề ra.\n"
    "Sở Công Thương cho biết nhiều dự án chế biến gỗ sẽ khởi công vào quý tới."
)


def table_bytes(name: str) -> dict[str, bytes]:
    return {row["letter"]: bytes.fromhex(row["bytes"]) for row in read_table(name)}


TCVN3 = table_bytes("bytes_tcvn3")
VNI = table_bytes("bytes_vni")


def packed(text: str, table: dict[str, bytes]) -> bytes:
    return b"".join(table.get(one) or one.encode("cp1252") for one in text)


def to_windows_1258(text: str) -> bytes:
    """As Windows does: the tone behind its letter, where the letter has a byte."""
    written = []
    for one in unicodedata.normalize("NFC", text):
        bare = [part for part in unicodedata.normalize("NFD", one) if part not in TONES]
        tone = [part for part in unicodedata.normalize("NFD", one) if part in TONES]
        letter = unicodedata.normalize("NFC", "".join(bare))
        written.append((letter + "".join(tone)).encode("cp1258"))
    return b"".join(written)


def by_iconv(name: str) -> Callable[[str], bytes]:
    def run(text: str) -> bytes:
        program = shutil.which("iconv")
        if program is None:
            pytest.skip("no iconv here")
        command = [program, "-f", "UTF-8", "-t", name]
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"iconv knows no {name}")
        return done.stdout

    return run


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(
    *inputs: str, encoding: str | None = None
) -> tuple[list[Article], list[InputError]]:
    faults: list[InputError] = []
    said = Reading(encoding=encoding)
    return list(read_articles(inputs, on_fault=faults.append, reading=said)), faults


WRITTEN: dict[str, tuple[Callable[[str], bytes], str]] = {
    "utf-8": (str.encode, ""),
    "utf-8 with a mark": (lambda t: t.encode("utf-8-sig"), ""),
    "utf-16 with a mark": (lambda t: t.encode("utf-16"), ""),
    "utf-16-be with a mark": (lambda t: ("\ufeff" + t).encode("utf-16-be"), ""),
    "utf-16-le": (lambda t: t.encode("utf-16-le"), "utf-16-le"),
    "utf-16-be": (lambda t: t.encode("utf-16-be"), "utf-16-be"),
    "utf-16 of iconv": (by_iconv("UTF-16"), ""),
    "windows-1258": (to_windows_1258, "windows-1258"),
    "windows-1258 of iconv": (by_iconv("WINDOWS-1258"), "windows-1258"),
    "tcvn3": (lambda t: packed(t, TCVN3), "tcvn3"),
    "tcvn3 of iconv": (by_iconv("TCVN5712-1"), "tcvn3"),
    "vni": (lambda t: packed(t, VNI), "vni"),
}


@pytest.mark.parametrize(("encode", "guessed"), WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.csv"])
def test_a_file_is_read_in_its_encoding_and_a_guess_is_told(
    name: str, encode: Callable[[str], bytes], guessed: str
) -> None:
    row = {"id": "a", "text": TEXT}
    contents = {
        "a.txt": TEXT,
        "a.jsonl": json.dumps(row, ensure_ascii=False),
        "a.json": json.dumps([row], ensure_ascii=False, indent=1),
        "a.csv": f'id,text\na,"{TEXT}"\n',
    }
    Path(name).write_bytes(encode(contents[name]))
    articles, faults = read(name)
    assert articles == [Article(id="a", text=TEXT)]
    assert [type(fault) for fault in faults] == [Notice] * bool(guessed)
    assert all(f"{name}: " in str(f) and f"as {guessed}, 9" in str(f) for f in faults)


NAMED = {
    "utf-8": ("utf8", str.encode),
    "utf-16": ("UTF-16", lambda t: t.encode("utf-16-le")),
    "windows-1258": ("cp1258", to_windows_1258),
    "tcvn3": ("ABC", lambda t: packed(t, TCVN3)),
    "vni": ("VNI-Windows", lambda t: packed(t, VNI)),
}


@pytest.mark.parametrize(("name", "encode"), NAMED.values(), ids=NAMED)
def test_a_named_encoding_is_taken_however_short_the_text_is(
    name: str, encode: Callable[[str], bytes]
) -> None:
    Path("a.txt").write_bytes(encode("Giá gạo"))
    assert read("a.txt", encoding=name) == ([Article(id="a", text="Giá gạo")], [])


def test_an_encoding_nobody_reads_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="expected one of utf-8, utf-16, windows-1258"):
        check_encoding("koi8-r")


def test_mixed_encodings_in_one_folder_are_told_file_by_file() -> None:
    encoders = [one for name, one in WRITTEN.items() if "iconv" not in name]
    for number, (encode, _) in enumerate(encoders):
        write(Path("press") / f"{number}.txt", "")
        Path("press", f"{number}.txt").write_bytes(encode(TEXT))
    with zipfile.ZipFile("press/z.zip", "w") as archive:
        for number, (encode, _) in enumerate(encoders):
            archive.writestr(f"z{number}.txt", encode(TEXT))
    articles, faults = read("press")
    assert [article.text for article in articles] == [TEXT] * 2 * len(encoders)
    guessed = [name for _, name in encoders if name]
    assert [str(f).split(" as ")[1].split(",")[0] for f in faults] == guessed * 2


REFUSED = {
    "two words": (to_windows_1258("Giá gạo"), "windows-1258, 66% sure"),
    "french": ("Les sociétés déjà créées à l'étranger.".encode("cp1252"), "nothing"),
    "any bytes": (bytes(range(0x80, 0x100)) * 3, "nothing that reads as Vietnamese"),
}


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_sure_is_refused_and_says_how_to_name_it(
    raw: bytes, message: str
) -> None:
    Path("a.txt").write_bytes(raw)
    articles, faults = read("a.txt")
    assert articles == []
    assert [message in str(f) and "--encoding (utf-16" in str(f) for f in faults] == [
        True
    ]


def test_bytes_that_an_encoding_does_not_know_are_told_and_the_rest_read() -> None:
    Path("a.txt").write_bytes(b"a\xc3b " + packed(TEXT, TCVN3))
    named, faults = read("a.txt", encoding="windows-1258")
    Path("a.txt").write_bytes(b"a\xb0b " + packed(TEXT, TCVN3))
    (article,), faults = read("a.txt", encoding="tcvn3")
    assert len(named) == 1
    assert article.text == "a\ufffdb " + TEXT
    assert [type(fault) for fault in faults] == [Notice]


PAGE = "<html><head><meta charset={}></head><body><article><p>{}</p></article></body>"
PAGES = {
    "stated": ("windows-1258", to_windows_1258, False),
    "stated in utf-8": ("utf-8", str.encode, False),
    "stated wrongly": ("utf-8", lambda t: packed(t, TCVN3), True),
    "stated as what Windows takes VNI for": (
        "iso-8859-1",
        lambda t: packed(t, VNI),
        True,
    ),
    "not stated": ("", lambda t: packed(t, VNI), True),
}


@pytest.mark.parametrize(("stated", "encode", "told"), PAGES.values(), ids=PAGES)
def test_a_page_is_read_as_it_states_unless_that_is_wrong(
    stated: str, encode: Callable[[str], bytes], *, told: bool
) -> None:
    Path("p.html").write_bytes(encode(PAGE.format(stated, TEXT)))
    (article,), faults = read("p.html")
    assert article.text.split() == TEXT.split()
    assert bool(faults) == told


def test_our_tables_agree_with_iconv() -> None:
    decode = [shutil.which("iconv") or pytest.skip("no iconv here"), "-f"]
    for letter, raw in TCVN3.items():
        done = subprocess.run(
            [*decode, "TCVN5712-1", "-t", "UTF-8"],
            input=raw + b".",
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == letter + "."


def test_the_tables_hold_every_letter_there_is() -> None:
    assert set(ALL) - set("aeiouyAEIOUY") == set(VNI)
    assert set(LETTERS) - set("aeiouy") | set("ĂÂÊÔƠƯĐ") <= set(TCVN3)
    assert len(set(TCVN3.values())) == len(TCVN3)
    assert len(set(VNI.values())) == len(VNI)


words = st.text(alphabet=ALL + "bcghknt 0123.,-\n“”–", max_size=60)
small_words = st.text(alphabet=LETTERS + "ĂÂÊÔƠƯĐbcghkntBCGH 0123.,-\n", max_size=60)


@given(words)
def test_vni_comes_back_as_it_was(text: str) -> None:
    assert from_vni(packed(text, VNI)) == text


@given(words)
def test_windows_1258_comes_back_as_it_was(text: str) -> None:
    assert from_windows_1258(to_windows_1258(text)) == text


@given(small_words)
def test_tcvn3_comes_back_as_it_was(text: str) -> None:
    assert from_tcvn3(packed(text, TCVN3)) == text


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_unicode_is_never_taken_for_anything_else(text: str, name: str) -> None:
    guess = guess_encoding(text.replace("\0", "").encode(name))
    assert guess.encoding.startswith(name[:5])
    assert guess.taken


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    Path("any.txt").write_bytes(raw)
    articles, faults = read("any.txt")
    assert articles or faults


def test_long_lines_of_legacy_text_are_cut_where_no_letter_is() -> None:
    text = (TEXT.replace("\n", " ") + " ") * 3000
    Path("a.txt").write_bytes(packed(text, VNI))
    assert read("a.txt")[0] == [Article(id="a", text=text)]


SYLLABLES = "nghiêng quý giếng khuỷu Đắk quỳnh oằn ưỡn yểng thuở ĐẠT xoong"
OTHERS = "đ société đượć müller ngủc ngièn ạt́ straße kwảng gạop"


def test_a_syllable_is_known_by_its_spelling() -> None:
    assert [word for word in SYLLABLES.split() if not is_syllable(word)] == []
    assert [word for word in OTHERS.split() if is_syllable(word)] == []


def test_few_words_are_never_sure() -> None:
    shares = [spelt_share("đã " * number) for number in (0, 1, 4, 9)]
    assert shares == [0, 0.5, 0.8, 0.9]
