"""One article by every road: as text, pasted, as a document, as Markdown, as a page, in a mail."""

from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest

from manuscripts import Heading, Manuscript, parse, suggest_people, texts_of
from manuscripts.formats.readers import read_any
from manuscripts.formats.whole import read_whole
from manuscripts.typography import typographic
from tests.manuscripts.documents import docx, p, r

SEED = (Path(__file__).parent / "texts" / "deepseek-r1.txt").read_text(encoding="utf-8")


def kinds_and_lines() -> list[tuple[str, str]]:
    """Return each line of the article, and whether it is its headline, a heading or text."""
    headings = {block.text for block in parse(SEED).blocks if isinstance(block, Heading)}
    lines = [line.strip().replace('\\"', '"') for line in SEED.splitlines() if line.strip()]
    return [
        ("h1" if at == 0 else "h2" if typographic(line) in headings else "p", line)
        for at, line in enumerate(lines)
    ]


LINES = kinds_and_lines()
HTML = "".join(f"<{kind}>{escape(line)}</{kind}>" for kind, line in LINES)
PARAGRAPHS = "".join(f'<p class="p1">{escape(line)}</p>' for _kind, line in LINES)
MARKS = {"h1": "# ", "h2": "## ", "p": ""}
STYLES = {"h1": "Title", "h2": "Heading2", "p": ""}
WORD = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>" + "".join(
    f"<p class=MsoTitle>{escape(line)}</p>"
    if kind == "h1"
    else f"<h2>{escape(line)}</h2>"
    if kind == "h2"
    else f"<p class=MsoNormal>{escape(line)}<o:p></o:p></p>"
    for kind, line in LINES
)
GOOGLE = "<b style='font-weight:normal' id='docs-internal-guid-1'>" + "".join(
    f"<{kind} dir=ltr><span style='font-weight:400'>{escape(line)}</span></{kind}>" for kind, line in LINES
)


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Copy", "desk@agency.example", "news@paper.example"
    message.set_content(SEED)
    return bytes(message)


def document(*, styled: bool) -> bytes:
    return docx("".join(p(r(escape(line)), STYLES[kind] if styled else "") for kind, line in LINES))


ROADS = {
    "text": lambda: read_any(SEED.encode(), "seed.txt"),
    "pasted": lambda: read_whole("", SEED),
    "pasted from a page": lambda: read_whole(HTML, SEED),
    "pasted as paragraphs": lambda: read_whole(PARAGRAPHS, SEED),
    "pasted from Word": lambda: read_whole(WORD, SEED),
    "pasted from Google Docs": lambda: read_whole(GOOGLE, SEED),
    "pasted Markdown": lambda: read_whole("", "\n\n".join(MARKS[kind] + line for kind, line in LINES)),
    "document": lambda: read_any(document(styled=True), "seed.docx"),
    "document without styles": lambda: read_any(document(styled=False), "seed.docx"),
    "Markdown": lambda: read_any("\n\n".join(MARKS[k] + line for k, line in LINES).encode(), "seed.md"),
    "page": lambda: read_any(f"<!doctype html><body><article>{HTML}</article>".encode(), "seed.html"),
    "mail": lambda: read_any(mail(), "seed.eml"),
}


def core(manuscript: Manuscript) -> dict[str, object]:
    """Return what an article says, whatever it came in."""
    return {
        "headline": manuscript.headline,
        "summary": manuscript.summary,
        "byline": manuscript.byline,
        "headings": [block.text for block in manuscript.blocks if isinstance(block, Heading)],
        "texts": [text for block in manuscript.blocks for text in texts_of(block)],
        "quotations": manuscript.quotations,
        "sources": manuscript.references,
        "people": suggest_people(manuscript),
        "language": manuscript.language,
    }


@pytest.mark.parametrize("road", ROADS)
def test_an_article_is_the_same_whichever_way_it_comes_in(road: str) -> None:
    said = core(ROADS[road]())
    assert said == core(parse(SEED))
    assert (len(parse(SEED).quotations), len(parse(SEED).references), parse(SEED).sections) == (1, 1, 4)


@pytest.mark.parametrize("road", [("", SEED), (HTML, SEED), (PARAGRAPHS, SEED)])
def test_where_the_fields_are_full_every_line_stays_and_the_text_is_read(road: tuple[str, str]) -> None:
    read = read_whole(*road, reading="body")
    assert (read.headline, read.set_aside) == ("", ())
    assert [typographic(text) for text in texts_of(read.blocks[0])] == [parse(SEED).headline]
    assert (len(read.quotations), len(read.references)) == (1, 1)
    texts = [text for block in read.blocks[1:] for text in texts_of(block)]
    assert [typographic(text) for text in texts] == core(parse(SEED))["texts"]


@pytest.mark.parametrize(
    "plain",
    [
        "Shopping\nmilk\nbread\nbutter",
        "What it costs\nThe work costs 4 million euros, of which the state pays half, the town says.",
        "one line and no more",
        "\n".join(f"Name {number}\tCity\t{number}" for number in range(60)),
        "By Jane Doe\nBERLIN\nTel: 030 1234",
    ],
)
def test_a_part_of_a_text_is_pasted_as_it_is(plain: str) -> None:
    read = read_whole("", plain)
    assert (read.headline, read.byline, read.set_aside, read.sections) == ("", (), (), 0)
    assert [text for block in read.blocks for text in texts_of(block)] == [
        line.strip() for line in plain.splitlines()
    ]
