"""Quotations of which the text does not say who speaks."""

import pytest

from publishing.checks.quote_marks import quoted_spans
from publishing.checks.speakers import speakers
from tests.publishing.checks.drafts import draft, p, words


def q(text: str, id: str = "q1", **more: str) -> str:
    written = "".join(f' data-{name}="{value}"' for name, value in more.items())
    return f'<q data-quote="{id}"{written}>{text}</q>'


LONG = "“The board was carried in by hand, as if it were an altar,”"
FRENCH = "« Le plateau fut porté à la main, comme un autel, dit-on »"
GERMAN = "„Das Brett wurde von Hand hereingetragen wie ein Altar“"
TITLE = "“On Computable Numbers, with an Application to the Entscheidungsproblem of Logic”"
ROWS = [
    (p(q("“So it is”")), ["“So it is”"]),
    (p(q("“So it is”", person="abc")), []),
    (p(q("“So it is”", speaker="a clerk")), []),
    (p(q("“So it is,”") + " he said, " + q("“I think.”")), ["“So it is,”"]),
    (p(q("“So it is,”") + " he said, " + q("“I think.”", person="abc")), []),
    (p(q("“One”", "a") + " and " + q("“Two”", "b")), ["“One”", "“Two”"]),
    ('<blockquote data-quote="q1"><p>So it is.</p><p>And so on.</p></blockquote>', ["So it is."]),
    ('<blockquote data-quote="q1" data-speaker="a clerk"><p>So it is.</p></blockquote>', []),
    ('<blockquote data-pull=""><p>So it is.</p></blockquote>', []),
    (p(q("“So <strong>it</strong> is”")), ["“So it is”"]),
    (p(LONG + " and everyone stood up."), [LONG]),
    (p(FRENCH), [FRENCH]),
    (p(GERMAN + ", hieß es."), [GERMAN]),
    (p("She calls it “work of the hand” now."), []),
    (p(f"His {TITLE} came out."), []),
    (p(f'<a href="https://example.org/">{LONG}</a> was the title.'), []),
    (f"<h2>{LONG}</h2>", []),
    (p("“First” she said."), []),
]


@pytest.mark.parametrize(("body", "found"), ROWS)
def test_speakers(body: str, found: list[str]) -> None:
    assert words(speakers(draft(body))) == found


SPANS = [
    ("a “b” c", ["“b”"]),
    ("a ‘b’s c’ d", ["‘b’s c’"]),
    ("„a“ und »b« und «c»", ["„a“", "»b«", "«c»"]),
    ('a "b" c "d"', ['"b"', '"d"']),
    ("a 6' 2\" man", []),
    ("“never closed", []),
    ("「こんにちは」と言った", ["「こんにちは」"]),
    ("don’t and can’t", []),
    ("« oui »", ["« oui »"]),
    ("rock ’n’ roll", []),
]


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_quotation_marks(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_spans(text)] == spans
