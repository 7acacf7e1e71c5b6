"""Files in the encodings newsrooms send, and files that cannot be read."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manuscripts import Fault, ManuscriptError, read

TEXT = "Café “Ödön”\n\nThe naïve reader’s first line."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("cp1252"),
        b"\xff\xfe" + TEXT.replace("\n", "\r\n").encode("utf-16-le"),
    ],
    ids=["utf8", "bom", "utf16le", "utf16be", "bare16le", "bare16be", "cp1252", "crlf", "cr", "crlf16"],
)
def test_every_encoding_gives_the_same_text(raw):
    assert read(raw) == TEXT


def test_bare_utf16_in_cyrillic():
    text = "Новости дня\n\nПервый абзац статьи."
    assert read(text.encode("utf-16-le")) == text


@pytest.mark.parametrize("raw", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_empty(raw):
    with pytest.raises(ManuscriptError) as caught:
        read(raw)
    assert (caught.value.fault, caught.value.line) == (Fault.EMPTY, 1)


def test_size_limit_is_one_megabyte():
    assert len(read(b"a" * 1_000_000)) == 1_000_000
    with pytest.raises(ManuscriptError) as caught:
        read(b"a" * 1_000_001)
    assert caught.value.fault == Fault.TOO_LARGE


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\nHeadline", "PDF"),
        (b"PK\x03\x04word/document.xml", "Word"),
        (b"{\\rtf1 Headline}", "RTF"),
    ],
)
def test_documents_are_named_for_what_they_are(raw, kind):
    with pytest.raises(ManuscriptError) as caught:
        read(raw)
    assert caught.value.fault == Fault.DOCUMENT
    assert kind in caught.value.values["kind"]


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01\x02\x03\x04abc\x05"])
def test_binary(raw):
    with pytest.raises(ManuscriptError) as caught:
        read(raw)
    assert caught.value.fault == Fault.BINARY


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"Headline\n\nA body with \x81 in it.", 3),
        (b"Headline\r\n\r\nA body\r\nwith \x8d in it.", 4),
        (b"\xef\xbb\xbfHeadline\nbroken \xff here", 2),
        ("Café, naïve, déjà vu\nand then “".encode() + b"\xe2\x80", 2),
        (b"\xff\xfe" + "One\ntwo\n".encode("utf-16-le") + b"\x00\xd8a\0", 3),
        # Letters that many encodings could mean.
        ("Заголовок".encode("cp1251"), 1),
    ],
    ids=["cp1252 hole", "crlf", "bom", "damaged utf-8", "utf-16", "cyrillic"],
)
def test_undecodable_names_the_line(raw, line):
    with pytest.raises(ManuscriptError) as caught:
        read(raw)
    assert (caught.value.fault, caught.value.line) == (Fault.UNDECODABLE, line)


@pytest.mark.parametrize("padding", ["", "x"], ids=["even", "odd"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Title\n\nA paragraph with \0 null.\n", 3),
        ("Title\r\n\r\nA paragraph with \0 null.\r\n", 3),
        ("\0Title\n\nA paragraph.\n", 1),
        ("Text\n\0x", 2),
        ("Café “Ödön”\n\nThe naïve reader\0s first line, and his second\0s.\n", 3),
    ],
)
def test_a_stray_null_is_named_with_its_line(text, line, padding):
    with pytest.raises(ManuscriptError) as caught:
        read((text + padding).encode())
    assert (caught.value.fault, caught.value.line) == (Fault.CONTROL_CHARACTER, line)


@pytest.mark.parametrize("padding", ["", "x"], ids=["even", "odd"])
def test_a_stray_null_in_an_old_encoding_is_named_with_its_line(padding):
    raw = ("Café\n\nThe naïve reader \0 said no to it.\n" + padding).encode("cp1252")
    with pytest.raises(ManuscriptError) as caught:
        read(raw)
    assert (caught.value.fault, caught.value.line) == (Fault.BINARY, 3)


@given(st.text(st.sampled_from("abcdef ghijkl.\n"), min_size=30), st.integers(0))
def test_text_with_one_null_is_never_read_as_something_else(text, place):
    at = place % (len(text) + 1)
    with pytest.raises(ManuscriptError):
        read(f"{text[:at]}\0{text[at:]}".encode())


@pytest.mark.parametrize(
    "text",
    [
        "中国的人工智能\n\n深度求索发布了新的模型。它的价格很低。",
        "אביב הגיע\n\nהפריחה החלה בצפון הארץ.",
        "ニュース\n\nこれは最初の段落です。",
        "नई दिल्ली\n\nयह पहला अनुच्छेद है और इसमें कुछ शब्द हैं।",
        "ਖ਼ਬਰਾਂ\n\nਇਹ ਪਹਿਲਾ ਪੈਰਾ ਹੈ।",
        "വാർത്തകൾ\n\nഇതാണ് ആദ്യ ഖണ്ഡിക.",
        "వార్తలు\n\nఇది మొదటి పేరా.",
        "“Yes” – no\n\n“It’s” … “that’s” – “all”.",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_bare_utf16_in_other_scripts(text, encoding):
    assert read(text.encode(encoding)) == text


OF_A_LANGUAGE = {
    "ja": "港の防潮堤を再建へ\n\n"
    "市議会は港の防潮堤を三年で再建する計画を可決した。「選択肢はなかった」と港長は語った。",
    "zh": "港口将重建堤坝\n\n"
    "市议会周二决定，将在三年内重建港口堤坝。“我们别无选择。”港口主任说，工程将于五月开工。",
    "zh-Hant": "港口將重建堤壩\n\n"
    "市議會週二決定，將在三年內重建港口堤壩。「我們別無選擇。」港務主任說，工程將於五月開工。",
    "ko": "항구 방파제 재건\n\n"
    "시의회는 화요일 항구 방파제를 삼 년 안에 재건하기로 결정했다. 공사는 오월에 시작될 예정이다.",
    "ru": "Город восстановит стену\n\n"
    "Город восстановит портовую стену за три года, решил во вторник городской совет.",
    "pl": "Miasto odbuduje mur\n\n"
    "Miasto odbuduje mur portowy w trzy lata, zdecydowała we wtorek rada. Żegluga będzie później.",
    "fr": "Le port sera agrandi dès l’été\n\n"
    "La ville agrandira son port, a décidé mardi le conseil à l’issue d’une séance.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("zh", "gb18030"), ("zh-Hant", "big5"),
        ("ko", "euc_kr"), ("ru", "koi8_r"), ("ru", "cp1251"), ("ru", "cp866"), ("pl", "cp1250"),
        ("pl", "iso8859_2"), ("fr", "mac_roman"), ("fr", "cp1252"),
    ],
)  # fmt: skip
def test_an_old_encoding_is_told_by_its_language(language, encoding):
    text = OF_A_LANGUAGE[language]
    assert read(text.encode(encoding)) == text


def test_a_long_file_of_no_encoding_takes_a_moment():
    begun = time.perf_counter()
    with contextlib.suppress(ManuscriptError):
        read(bytes(range(0x80, 0x100)) * 7_000)
    assert time.perf_counter() - begun < 3
