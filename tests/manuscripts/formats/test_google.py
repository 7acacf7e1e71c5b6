"""Google Docs' zip file: a page with its pictures."""

import io
import zipfile

import pytest

from manuscripts import Bullets, Figure, Heading, ManuscriptError, MarkKind, texts_of
from manuscripts.formats.google import read_google
from manuscripts.formats.readers import read_any

PAGE = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"><style type="text/css">
@import url(https://themes.googleusercontent.com/fonts/css?kit=x);.c1{font-weight:700}.c2{font-style:italic}
.c3{vertical-align:super}</style></head><body class="c9 doc-content">
<p class="c0 title" id="h.1"><span class="c4">The fall of coal</span></p>
<p class="c0 subtitle"><span>What comes after</span></p>
<p class="c0"><span>It is </span><span class="c1">over</span><span>, 10</span><span class="c3">25</span>
<span>times</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span>. See </span><a class="c5"
href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">here</a><sup><a href="#cmnt1"
id="cmnt_ref1">[a]</a></sup>.</p>
<h1 class="c6" id="h.2"><span>After</span></h1>
<ul class="c7 lst-kix_abc-0 start"><li class="c0 li-bullet-0"><span>one</span></li></ul>
<ul class="c7 lst-kix_abc-1 start"><li class="c0 li-bullet-0"><span>deeper</span></li></ul>
<ul class="c7 lst-kix_abc-0"><li class="c0 li-bullet-0"><span>two</span></li></ul>
<p><span><img alt="A mine" src="images/image1.png" style="width: 100.00px; height: 80.00px"></span></p>
<hr class="c8"><div><p class="c0"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Report, 2024.</span></p></div>
<div class="c10"><p class="c0"><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>is this so?</span></p></div>
</body></html>"""


def zipped(**members: "str | bytes") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_document_comes_in_with_its_title_notes_lists_and_pictures() -> None:
    data = zipped(**{"Thefallofcoal.html": PAGE, "images/image1.png": b"\x89PNG picture"})
    manuscript = read_google(data)
    assert (manuscript.headline, manuscript.summary) == ("The fall of coal", "What comes after")
    first, heading, bullets, figure = manuscript.blocks
    assert first.text == "It is over, 1025 times. See here."
    said = {(mark.kind, first.text[mark.start : mark.end], mark.value) for mark in first.marks}
    assert said == {
        (MarkKind.STRONG, "over", ""),
        (MarkKind.SUP, "25", ""),
        (MarkKind.LINK, "here", "https://example.org/a"),
    }
    assert isinstance(heading, Heading)
    assert isinstance(bullets, Bullets)
    assert texts_of(bullets) == ("one", "deeper", "two")
    assert len(bullets.items) == 2
    assert isinstance(figure, Figure)
    assert figure.alt == "A mine"
    assert {picture.id: picture.data for picture in manuscript.pictures} == {
        figure.picture: b"\x89PNG picture"
    }
    assert [paragraph.text for note in manuscript.notes for paragraph in note.paragraphs] == ["Report, 2024."]


def test_it_is_known_by_what_is_in_it() -> None:
    manuscript = read_any(zipped(**{"x.html": PAGE}), "x.zip")
    assert manuscript.headline == "The fall of coal"


def test_a_zip_file_of_several_pages_is_refused() -> None:
    with pytest.raises(ManuscriptError):
        read_google(zipped(**{"a.html": PAGE, "b.html": PAGE}))


def test_a_page_brings_the_pictures_it_carries() -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    page = f"<h1>A mine</h1><p>It is over.</p><img alt='The mine' src='data:image/png;base64,{dot}'>"
    manuscript = read_any(page.encode(), "a.html")
    (picture,) = manuscript.pictures
    assert picture.data.startswith(b"\x89PNG")
    (figure,) = (block for block in manuscript.blocks if isinstance(block, Figure))
    assert (figure.picture, figure.address, figure.alt) == (picture.id, "", "The mine")
