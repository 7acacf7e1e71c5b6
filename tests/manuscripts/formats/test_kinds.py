"""What a file is, whatever it is called."""

import zipfile
from io import BytesIO

import pytest

from manuscripts import Fault, ManuscriptError
from manuscripts.formats.kinds import kind_of


def zipped(*names: str, mime: str = "") -> bytes:
    """Return a zip file with parts of these names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mime:
            archive.writestr("mimetype", mime)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


ODF = "application/vnd.oasis.opendocument."
WXR = (
    b'<?xml version="1.0" encoding="UTF-8" ?>\n<!-- This is a WordPress eXtended RSS file -->\n<rss version="2.0"\n'
    b'\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/">\n<channel>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "story.txt", "docx"),
        (zipped("content.xml", mime=ODF + "text"), "story.doc", "odt"),
        (zipped("content.xml", mime=ODF + "text-template"), "", "odt"),
        (zipped("Story.html", "images/image1.png"), "story.zip", "google"),
        (b"{\\rtf1\\ansi hello}", "story.doc", "rtf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "story", "html"),
        (b"<!-- saved --><html>", "story.txt", "html"),
        (b"Less < more, <b>bold</b>", "story.txt", "text"),
        (b"# Title\n", "story.md", "markdown"),
        (b"Message-ID: <1@x>\nSubject: A\nFrom: b@x\n\nWords", "story", "mail"),
        (b"By: Ada Example\nPlace: Oslo\n\nWords", "story", "text"),
        (b"MZ is a motorcycle maker.\n", "story.txt", "text"),
        (b"", "story.txt", "text"),
        (b"<rss> is a kind of feed.\n\nSo it is.", "story.md", "markdown"),
        (b'{"a": 1}', "data.txt", "text"),
    ],
)
def test_first_bytes_come_before_the_name(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "story.docx", "pdf"),
        (b"\n\n%PDF-1.4\n", "story", "pdf"),
        (zipped("Index/Document.iwa"), "story.pages", "pages"),
        (zipped("Index/Document.iwa"), "story.docx", "pages"),
        (WXR, "harbour.WordPress.2024-01-01.xml", "wordpress"),
        (b'{"db":[{"meta":{"exported_on":1711965600000,"version":"5.80.0"},"data":{', "site.json", "ghost"),
        (b'{\n "meta": {"version": "003"}, "data": {"posts": [', "old.json", "ghost"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand --><rss version="2.0">', "feed.txt", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed", "feed"),
        (b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x">', "feed.xml", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "x"', "feed.json", "feed"),
        (OLE, "story.doc", "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "story.docx", "encrypted"),
        (OLE + "__substg1.0_1000001F".encode("utf-16-le"), "mail", "msg"),
        (OLE + "Workbook".encode("utf-16-le"), "figures.xls", "spreadsheet"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "story.docx", "spreadsheet"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "talk.pptx", "slides"),
        (zipped("content.xml", mime=ODF + "spreadsheet"), "figures.ods", "spreadsheet"),
        (zipped("a.txt", mime="application/epub+zip"), "book.epub", "epub"),
        (b"\x89PNG\r\n\x1a\n\0", "story.txt", "picture"),
        (b"\0\0\0\x18ftypheic\0\0", "picture.heic", "picture"),
        (b"\x1f\x8b\x08", "story.tar.gz", "archive"),
        (zipped("notes.txt"), "story.zip", "archive"),
    ],
)
def test_what_is_not_read_is_refused_by_name(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(ManuscriptError) as caught:
        kind_of(data, name)
    assert (caught.value.fault, caught.value.values["kind"]) == (Fault.REFUSED, kind)
