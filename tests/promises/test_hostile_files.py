"""Whatever a file is, it ends in a manuscript or one sentence, within limits, and leaves nothing behind."""

import random
import socket
import tempfile
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import pytest

from articles.importing.sentences import fault_in_words
from manuscripts import Fault, Manuscript, ManuscriptError, child
from tests.manuscripts.documents import SPACES, docx, p, r, zipped
from tests.soaking import how_many

FILES = how_many(6, soak=300)
"""Tried in one run, of all kinds there are: each takes a child of its own."""
PLAIN = docx(p("A title") + p("Some words stand here."))
TYPES = "[Content_Types].xml"


def whole(xml: str, **parts: str) -> bytes:
    """Return a Word document whose main part is this XML."""
    return zipped({TYPES: "<Types/>", "word/document.xml": xml, **parts})


def word(body: str) -> str:
    """Return the main part of a Word document."""
    return f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def twice() -> bytes:
    """Return a zip file with two parts of one name."""
    out = BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", word(p("Another")))
    return out.getvalue()


def attacks(port: int) -> list[tuple[str, bytes]]:
    """Return files of strangers, each with the name it comes by."""
    here = f"http://127.0.0.1:{port}/x"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    deep, table = "<w:sdt><w:sdtContent>", "<w:tbl><w:tr><w:tc>"
    return [
        ("bomb.docx", whole(f"<!DOCTYPE x [<!ENTITY l0 'ha'>{laughs}]>{word('&l8;')}")),
        ("file.docx", whole(f"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>{word(p('&f;'))}")),
        ("dtd.docx", whole(f"<!DOCTYPE x SYSTEM '{here}'>{word(p('x'))}")),
        ("zeros.docx", whole(word(p("0" * 29_000_000)))),
        ("huge.docx", zipped({TYPES: "", "word/document.xml": b"0" * 201_000_000})),
        ("runs.docx", docx(p(r("x") * 150_000))),
        ("deep.docx", docx(deep * 5_000)),
        ("tables.docx", docx(table * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000)),
        ("fairly-deep.docx", docx(table * 70 + p("x") + "</w:tc></w:tr></w:tbl>" * 70)),
        ("many.docx", zipped({TYPES: "", **{f"word/{n}": "" for n in range(3_100)}})),
        ("up.docx", zipped({TYPES: "", "../../evil": "x", "word/document.xml": word(p("x"))})),
        ("root.docx", zipped({TYPES: "", "/etc/evil": "x", "word/document.xml": word(p("x"))})),
        ("twice.docx", twice()),
        ("loop.docx", docx(p("x", "A"), styles='<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>')),
        (
            "self.docx",
            docx(p("x"), {"a": ("officeDocument", "document.xml"), "b": ("footnotes", "document.xml")}),
        ),
        ("note.docx", docx(p("x") + NOTE, footnotes=f'<w:footnote w:id="2">{p(NOTE)}</w:footnote>')),
        ("fetch.docx", docx(p(BLIP) + p("words"), {"x": ("image", here)})),
        ("part.docx", docx(p("x"), {"x": ("styles", "../../../../etc/passwd")})),
        ("utf16.docx", zipped({TYPES: "", "word/document.xml": word(p("x")).encode("utf-16")})),
        (
            "span.docx",
            docx(f'{TABLE}<w:tcPr><w:gridSpan w:val="99999"/></w:tcPr>{p("x")}</w:tc></w:tr></w:tbl>'),
        ),
        (
            "cells.odt",
            odt(f"<table:table><table:table-row>{MANY}</table:table-row></table:table><text:p>x</text:p>"),
        ),
        ("spaces.odt", odt('<text:p>a<text:s text:c="999999999"/>b</text:p>')),
        ("deep.odt", odt("<text:list><text:list-item>" * 4_000)),
        ("bad.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x"})),
        ("groups.rtf", b"{\\rtf1" + b"{" * 100_000),
        ("bin.rtf", b"{\\rtf1 \\bin999999999 words}"),
        ("back.rtf", b"{\\rtf1 \\bin-5 words\\par more}"),
        ("numbers.rtf", b"{\\rtf1 \\u-99999999 \\u9999999999 \\uc999999999 x\\'zz\\'8 words}"),
        ("long.rtf", b"{\\rtf1 " + b"a" * 2_000_000),
        ("object.rtf", b"{\\rtf1 {\\object\\objdata " + b"41" * 100_000 + b"} words}"),
        ("lists.md", b"> " * 20_000 + b"x"),
        ("stars.md", b"*a **b " * 20_000),
        ("tags.html", b"<div>" * 50_000 + b"x"),
        ("script.html", f"<html><script>fetch('{here}')</script><img src='{here}'><p>Words</p>".encode()),
        ("mail.eml", b"Subject: =?utf-8?q?" + b"=41" * 40_000 + b"?=\nMIME-Version: 1.0\n\nx"),
        ("story\0.docx", PLAIN),
        ("wrong.rtf", PLAIN),
        ("wrong.docx", b"{\\rtf1 A title\\par Some words.}"),
        ("nulls", bytes(5_000)),
        ("zip.zip", zipped({"a.zip": zipped({"b.zip": PLAIN})})),
    ]


MANY = '<table:table-cell table:number-columns-repeated="999999999"/>'
TABLE = "<w:tbl><w:tr><w:tc>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
BLIP = '<w:r><w:drawing><a:blip r:embed="x" r:link="x"/></w:drawing></w:r>'


def odt(body: str) -> bytes:
    """Return an OpenDocument text."""
    spaces = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "text", "table"))
    content = f"<office:x {spaces}><office:body><office:text>{body}</office:text></office:body></office:x>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def damaged(seed: int) -> Iterator[tuple[str, bytes]]:
    """Give documents that were cut off somewhere, or of which some bytes are others."""
    chance = random.Random(seed)
    for name, data in cycle([("a.docx", PLAIN), ("a.odt", odt("<text:p>Words</text:p>")), ("a.rtf", RTF)]):
        if chance.random() < 0.5:
            yield name, data[: chance.randrange(len(data))]
        else:
            other = bytearray(data)
            for _ in range(chance.randrange(1, 20)):
                other[chance.randrange(len(other))] = chance.randrange(256)
            yield name, bytes(other)


RTF = rb"{\rtf1{\fonttbl{\f0\fcharset128 A;}}{\b A title}\par Words{\footnote A note.} \u8364?\'93\'fa\par}"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen where no file may call."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.setblocking(False)
        yield ear


def left_behind() -> set[Path]:
    """Return what stands where programs leave their files."""
    return set(Path(tempfile.gettempdir()).glob("tmp*"))


def test_every_hostile_file_ends_in_a_manuscript_or_one_sentence(listener: socket.socket) -> None:
    made = attacks(listener.getsockname()[1])
    every = [*made, *islice(damaged(FILES), FILES)]
    files = random.sample(every, min(FILES, len(every)))
    before = left_behind()
    for name, data in files:
        began = time.monotonic()
        try:
            read: Manuscript | None = child.convert(data, name)
        except ManuscriptError as error:
            read = None
            assert error.fault in Fault, name
            assert "%" not in fault_in_words("file", error), name
        assert time.monotonic() - began < child.SECONDS + 5, name
        assert "root:" not in str(read), name
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert len(made) >= 40 and len(files) >= 6
    assert not {path for path in left_behind() - before if path.suffix in (".docx", ".odt", ".rtf", ".xml")}


def test_a_call_would_be_heard(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()):
        listener.accept()[0].close()
