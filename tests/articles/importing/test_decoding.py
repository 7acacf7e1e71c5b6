"""Files in the encodings newsrooms send, and files that cannot be read."""

import pytest

from articles.importing import ManuscriptError, read

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
    assert read(raw, name="a.txt") == TEXT


def test_bare_utf16_in_cyrillic():
    text = "Новости дня\n\nПервый абзац статьи."
    assert read(text.encode("utf-16-le"), name="a.txt") == text


@pytest.mark.parametrize("raw", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_empty(raw):
    with pytest.raises(ManuscriptError, match=r"^notes\.txt, line 1: the file is empty\.$"):
        read(raw, name="notes.txt")


def test_size_limit_is_one_megabyte():
    assert len(read(b"a" * 1_000_000, name="a.txt")) == 1_000_000
    with pytest.raises(ManuscriptError, match=r"^a\.txt, line 1: the file is larger than 1 MB"):
        read(b"a" * 1_000_001, name="a.txt")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\nHeadline", "PDF"),
        (b"PK\x03\x04word/document.xml", "Word"),
        (b"{\\rtf1 Headline}", "RTF"),
    ],
)
def test_documents_are_named_for_what_they_are(raw, kind):
    with pytest.raises(ManuscriptError, match=rf"^a\.doc, line 1: this is a .*{kind}"):
        read(raw, name="a.doc")


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01\x02\x03\x04abc\x05", b"Text\n\0x"])
def test_binary(raw):
    with pytest.raises(ManuscriptError, match="not a text file"):
        read(raw, name="a.txt")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"Headline\n\nA body with \x81 in it.", 3),
        (b"Headline\r\n\r\nA body\r\nwith \x8d in it.", 4),
        (b"\xef\xbb\xbfHeadline\nbroken \xff here", 2),
        ("Café, naïve, déjà vu\nand then “".encode() + b"\xe2\x80", 2),
        (b"\xff\xfe" + "One\ntwo\n".encode("utf-16-le") + b"\x00\xd8a\0", 3),
        ("Заголовок\n\nПервый абзац.".encode("cp1251"), 1),
    ],
    ids=["cp1252 hole", "crlf", "bom", "damaged utf-8", "utf-16", "cyrillic"],
)
def test_undecodable_names_the_line(raw, line):
    with pytest.raises(ManuscriptError) as caught:
        read(raw, name="notes.txt")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"notes.txt, line {line}: ")
