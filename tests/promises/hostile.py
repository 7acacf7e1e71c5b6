"""Files of strangers, by kind: each is meant to hurt whoever reads it."""

import random
import warnings
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle

from tests.manuscripts.documents import SPACES, docx, p, r, zipped

Files = list[tuple[str, bytes]]

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
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
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
        *packages(here),
        *rich_texts(),
        *letters(here),
        *pages(here),
        *texts(),
        *of_two_kinds(),
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


def packages(here: str) -> Files:
    """Return zips that lie: of macros, links to elsewhere, sizes, overlaps, and one within another."""
    nested = PLAIN
    for level in range(12):
        nested = zipped({f"{level}.zip": nested})
    macro = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 500, TYPES: "<Types/>"}
    return [
        ("macro.docm", zipped({"word/document.xml": word(p("x")), **macro})),
        ("macro.docx", zipped({"word/document.xml": word(p("x")), **macro})),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50_000)),
        ("template.docx", docx(p("x"), {"x": ("attachedTemplate", f"{here}.dotm")})),
        ("object.docx", docx(p("x"), {"x": ("oleObject", f"{here}.bin")})),
        ("frame.docx", docx(p("x"), {"x": ("frame", "file:///etc/passwd")})),
        ("script.docx", docx(p("x"), {"x": ("hyperlink", "javascript:alert(1)")})),
        ("field.docx", docx(p('<w:r><w:instrText>DDEAUTO c:\\\\x "calc"</w:instrText></w:r>'))),
        ("picture.docx", docx(p(BLIP), {"x": ("image", "media/a.svg")}, **{"word/media/a.svg": SVG})),
        ("nested.zip", nested),
        ("nested.docx", nested),
        ("overlap.docx", overlapping()),
        ("size.docx", lying()),
        ("secret.docx", PLAIN.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")),
        ("before.docx", b"MZ" + bytes(3_000) + PLAIN),
        ("behind.docx", PLAIN + bytes(70_000)),
        ("link.odt", odt(f'<text:p><text:a xlink:href="{here}">x</text:a></text:p>')),
        ("entity.odt", zipped({"mimetype": ODT, "content.xml": f"<!DOCTYPE x SYSTEM '{here}'><x>&a;</x>"})),
        ("up.odt", zipped({"mimetype": ODT, "../../../tmp/evil": "x", "content.xml": "<x/>"})),
        ("large.docx", bytes(100_000_000)),
        ("comments.docx", docx(p("x") * 2_000 + "<!-- -->" * 100_000)),
        ("spaces.docx", whole(" " * 20_000_000 + word(p("x")))),
        ("attributes.docx", docx("<w:p " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>")),
    ]


def overlapping() -> bytes:
    """Return a zip whose many names all stand for the same part of the file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", word(p("0" * 5_000_000)))
        first = archive.infolist()[0]
        for number in range(2_000):
            other = zipfile.ZipInfo(f"word/{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(other, name, getattr(first, name))
            archive.filelist.append(other)
    return out.getvalue()


def lying() -> bytes:
    """Return a zip that says its part is small, and it is not."""
    data = bytearray(zipped({"word/document.xml": word(p("0" * 20_000_000)), TYPES: "<Types/>"}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def rich_texts() -> Files:
    """Return RTF that never ends, goes deep, or takes bytes for words."""
    return [
        ("open.rtf", b"{\\rtf1 {\\b " * 20_000 + b"x"),
        ("closed.rtf", b"{\\rtf1 x" + b"}" * 100_000),
        ("fields.rtf", b"{\\rtf1 " + b"{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt " * 5_000),
        ("include.rtf", b'{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}{\\fldrslt x}}}'),
        ("pict.rtf", b"{\\rtf1 {\\pict\\pngblip " + b"89504e47" * 500_000 + b"}x}"),
        ("bins.rtf", b"{\\rtf1 " + b"\\bin1 }" * 50_000 + b"x}"),
        ("tables.rtf", b"{\\rtf1 " + b"\\trowd\\cellx1 x\\cell\\row " * 30_000 + b"}"),
        ("page.rtf", b"{\\rtf1\\ansicpg99999 \\'ff\\'fe x}"),
        ("word.rtf", b"{\\rtf1 \\" + b"a" * 500_000 + b" x}"),
    ]


def letters(here: str) -> Files:
    """Return mail: parts within parts, thousands of parts, names that lead elsewhere."""
    start = b"Subject: x\nMIME-Version: 1.0\n"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000))
    mixed = start + b"Content-Type: multipart/mixed; boundary=b\n\n"
    named = b"--b\nContent-Type: image/png; name=../../../tmp/evil\n\nx\n"
    script = f"<script src='{here}'></script><img src='{here}' onerror='x()'><p>Words</p>".encode()
    return [
        ("deep.eml", start + deep + b"\nx"),
        ("parts.eml", mixed + b"--b\nContent-Type: text/plain\n\nx\n" * 30_000 + b"--b--\n"),
        ("named.eml", mixed + named * 500 + b"--b--\n"),
        ("base64.eml", start + b"Content-Transfer-Encoding: base64\n\n" + b64encode(b"x" * 20_000_000)),
        ("script.eml", start + b"Content-Type: text/html\n\n" + script),
        ("rfc822.eml", (start + b"Content-Type: message/rfc822\n\n") * 3_000 + b"x"),
        ("heads.eml", b"X-A: b\n" * 200_000 + b"\nx"),
        ("folded.eml", b"Subject: a" + b"\n b" * 100_000 + b"\n\nx"),
        ("charset.eml", start + b"Content-Type: text/plain; charset=hex\n\nzz"),
    ]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script>x()</script></svg>"


def pages(here: str) -> Files:
    """Return HTML that calls, nests, repeats and never closes."""
    return [
        ("picture.svg", SVG.encode()),
        ("meta.html", f"<meta http-equiv=refresh content='0;url={here}'><p>Words here</p>".encode()),
        ("frame.html", f"<iframe src='{here}'></iframe><object data='{here}'></object><p>Words</p>".encode()),
        ("style.html", f"<style>@import '{here}';p{{background:url({here})}}</style><p>Words</p>".encode()),
        ("attributes.html", b"<p " + b"a=1 " * 200_000 + b">x"),
        ("tables.html", b"<table><tr><td>" * 5_000 + b"x"),
        ("span.html", b"<table><tr><td colspan=999999 rowspan=999999>x</table>"),
        ("lists.html", b"<ul><li>" * 20_000 + b"x"),
        ("marks.html", b"<b><i>x</b>" * 50_000),
        ("comment.html", b"<p>x<!--" * 50_000),
        ("entities.html", b"&#x110000;&#0;&amp" * 50_000),
        ("data.html", b"<p>x<img src='data:image/png;base64," + b"A" * 5_000_000 + b"'>"),
        ("cdata.html", b"<![CDATA[<p>x" * 20_000),
        ("xml.html", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><html>&a;" * 500),
    ]


def texts() -> Files:
    """Return texts that patterns go through again and again."""
    pieces = (
        "a@",
        "(",
        "[",
        "*a",
        "`",
        "| ",
        "1. ",
        "“",
        '"',
        "—",
        "http://",
        "[^1]: x\n",
        "[a](",
        "# ",
        "a.b.",
        "_",
    )
    found = [(f"{number}.txt", (piece * 60_000).encode()) for number, piece in enumerate(pieces)]
    found += [(f"{number}.md", (piece * 60_000).encode()) for number, piece in enumerate(pieces)]
    return [
        *found,
        ("front.md", b"---\n" + b"a: &a [*a, *a]\n" * 50_000 + b"---\nx"),
        ("table.md", b"|a|b|\n|-|-|\n" + b"|" * 50_000),
        ("spaces.txt", b" \t" * 400_000 + b"x"),
        ("breaks.txt", b"a\n\n" * 200_000),
        ("marks.txt", ("a" + "\u0301" * 200_000).encode()),
        ("both-ways.txt", "\u202e\u2066words \u2069".encode() * 20_000),
        ("broken.txt", b"words \xff\xfe\x80 " * 50_000),
    ]


def of_two_kinds() -> Files:
    """Return files that are one thing by their first bytes, and another by the rest or by their names."""
    plain = b"A title\n\nSome words stand here.\n"
    kinds = {
        "pdf": b"%PDF-1.7\n" + PLAIN,
        "gif": b"GIF89a/*<script>x()</script>*/=1;" + plain,
        "rtf": RTF + PLAIN,
        "zip": PLAIN + RTF,
        "html": b"<!--PK\x03\x04--><p>Words here</p>" + PLAIN,
        "exe": b"MZ" + plain,
        "sh": b"#!/bin/sh\ntouch /tmp/evil\n",
        "gz": b"\x1f\x8b" + bytes(2_000),
    }
    names = ("docx", "odt", "rtf", "md", "html", "eml", "txt")
    return [(f"{kind}.{name}", data) for kind, data in kinds.items() for name in names]


def damaged(files: Files, seed: int) -> Iterator[tuple[str, bytes]]:
    """Give files that were cut off somewhere, or of which some bytes are others."""
    chance = random.Random(seed)
    letter = b"Subject: A title\nContent-Type: text/html\n\n<p>Words</p>"
    whole = [("a.docx", PLAIN), ("a.odt", odt("<text:p>Words</text:p>")), ("a.rtf", RTF), ("a.eml", letter)]
    for name, data in cycle([*whole, *(one for one in files if 0 < len(one[1]) < 200_000)]):
        if chance.random() < 0.5:
            yield f"cut {name}", data[: chance.randrange(len(data))]
        else:
            other = bytearray(data)
            for _ in range(chance.randrange(1, 20)):
                other[chance.randrange(len(other))] = chance.randrange(256)
            yield f"broken {name}", bytes(other)


ODT = "application/vnd.oasis.opendocument.text"
RTF = rb"{\rtf1{\fonttbl{\f0\fcharset128 A;}}{\b A title}\par Words{\footnote A note.} \u8364?\'93\'fa\par}"
