"""The closing block of sources, in the shapes people write it."""

from dataclasses import replace

import pytest

from manuscripts import Author, Notice, Remark, SourceLine, parse

LONG = "The council met on Thursday and agreed to close the bridge for repairs until the spring."


def sources(block: str) -> tuple[SourceLine, ...]:
    manuscript = parse(f"Headline\n\n{LONG}\n\n{block}\n")
    assert len(manuscript.blocks) == 1
    assert all(source.raw for source in manuscript.references)
    return tuple(replace(source, raw="", kind="") for source in manuscript.references)


@pytest.mark.parametrize(
    "heading",
    [
        "Reference(s):",
        "References:",
        "REFERENCES",
        "Reference:",
        "Sources:",
        "sources",
        "Source:",
        "Source(s)",
        "Sources :",
        "## Sources",
        "**References:**",
        "Bibliography",
    ],
)
def test_every_heading(heading):
    (source,) = sources(f"{heading}\nWho closed the bridge?\nexample.com")
    assert source == SourceLine(title="Who closed the bridge?", domain="example.com")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Who closed it? – The Gazette", SourceLine("Who closed it?", container="The Gazette")),
        ("Who closed it? — The Gazette", SourceLine("Who closed it?", container="The Gazette")),
        ("Who closed it? | The Gazette", SourceLine("Who closed it?", container="The Gazette")),
        ("Who closed it? - The Gazette", SourceLine("Who closed it?", container="The Gazette")),
        ("A bridge – its history – Penguin", SourceLine("A bridge – its history", container="Penguin")),
        ("Who closed it? - example.com", SourceLine("Who closed it?", domain="example.com")),
        ("Who closed it? (www.example.com)", SourceLine("Who closed it?", domain="example.com")),
        ("Who closed the bridge, Reuters", SourceLine("Who closed the bridge", container="Reuters")),
        ("Bread, butter and jam, a history", SourceLine("Bread, butter and jam, a history")),
        (
            "“Who closed it?” The Times, 3 May 2024",
            SourceLine("Who closed it?", container="The Times", issued="2024-05-03"),
        ),
        (
            "A bridge – BBC (accessed 3 May 2024)",
            SourceLine("A bridge", container="BBC", note="accessed 3 May 2024", accessed="2024-05-03"),
        ),
        (
            "https://www.example.com/a?id=3.",
            SourceLine("", "", "example.com", "https://www.example.com/a?id=3"),
        ),
        ("<https://example.com/a_(b)>", SourceLine("", "", "example.com", "https://example.com/a_(b)")),
        (
            "[A bridge](https://example.com/a)",
            SourceLine("A bridge", "", "example.com", "https://example.com/a"),
        ),
        (
            "A bridge. Available at: https://example.com/a",
            SourceLine("A bridge", "", "example.com", "https://example.com/a"),
        ),
        ("example.com", SourceLine(domain="example.com")),
        ("www.example.co.uk", SourceLine(domain="example.co.uk")),
        ("doi:10.5555/Abc.1", SourceLine(doi="10.5555/Abc.1")),
        ("https://doi.org/10.5555/abc", SourceLine(doi="10.5555/abc")),
        (
            "Roe, J. (2020). On bridges. doi:10.5555/abc",
            SourceLine("On bridges", doi="10.5555/abc", issued="2020", authors=(Author("Roe", "J."),)),
        ),
        ("Interview with Jane Doe", SourceLine("Interview with Jane Doe")),
        ("'Bridge' isn't \"safe\"", SourceLine("‘Bridge’ isn’t “safe”")),
    ],
)
def test_one_line(line, source):
    assert sources(f"Sources:\n{line}") == (source,)
    assert sources(f"Sources:\n- {line}\n- Another thing")[0] == source
    assert sources(f"Sources:\n[1] {line}\n[2] Another thing")[0] == source
    assert sources(f"Sources:\n1. {line}\n2. Another thing")[0] == source


def test_several_titles_with_domains():
    found = sources(
        "References\nFirst bridge\nexample.com\nSecond bridge\n\nexample.org\n\nThird bridge\nexample.net"
    )
    assert [(one.title, one.domain) for one in found] == [
        ("First bridge", "example.com"),
        ("Second bridge", "example.org"),
        ("Third bridge", "example.net"),
    ]


def test_title_publisher_and_address_on_three_lines():
    found = sources(
        "References:\nThe first bridge\nGazette\nhttps://example.com/1\n\nThe second one\nexample.org"
    )
    assert found[0] == SourceLine("The first bridge", "Gazette", "example.com", "https://example.com/1")
    assert found[1].title == "The second one"


def test_title_then_address_then_doi():
    found = sources("References:\nOn bridges\nhttps://example.com/1\nhttps://example.com/2")
    assert [one.url for one in found] == ["https://example.com/1", "https://example.com/2"]
    assert [one.title for one in found] == ["On bridges", ""]


def test_a_title_broken_over_two_lines():
    found = sources(
        "Sources:\n1. A bridge too far from the town for anybody to\n   walk there – Gazette\n2. Two"
    )
    assert (found[0].title, found[0].container) == (
        "A bridge too far from the town for anybody to walk there",
        "Gazette",
    )
    assert len(found) == 2


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("Source: Reuters", ["Reuters"]),
        ("Sources: Reuters, AP, Town Hall", ["Reuters", "AP", "Town Hall"]),
        ("Sources: the town clerk; the register", ["the town clerk", "the register"]),
        ("Source: Bread, butter and jam", ["Bread, butter and jam"]),
    ],
)
def test_on_the_line_of_the_heading(line, titles):
    assert [one.title for one in sources(line)] == titles


def test_addresses_on_the_line_of_the_heading():
    found = sources("Sources: https://example.com/1, https://example.org/2")
    assert [one.url for one in found] == ["https://example.com/1", "https://example.org/2"]


@pytest.mark.parametrize(
    "text",
    [
        f"Sources\n\n{LONG}\n\n{LONG}",
        "References\n\nThe town keeps a book of them.\n\nNobody reads it.",
        f"Sources:\n{LONG} {LONG}",
        "Sources: people close to the matter said the deal was off and that nobody would return.",
        f"Source: Town Hall\n\n{LONG}",
    ],
)
def test_ordinary_paragraphs_are_no_sources(text):
    manuscript = parse(f"Headline\n\n{LONG}\n\n{text}\n")
    assert manuscript.references == ()
    assert len(manuscript.blocks) > 1


def test_text_after_the_block_stays_text():
    text = f"Headline\n\n{LONG}\n\nSources:\nA bridge\nexample.com\n\nAbout us\n\n{LONG} {LONG}"
    manuscript = parse(text)
    assert [one.title for one in manuscript.references] == ["A bridge"]
    assert manuscript.blocks[-1].text == f"{LONG} {LONG}"


def test_an_empty_block_is_warned_about():
    manuscript = parse(f"Headline\n\n{LONG}\n\nReferences:\n")
    assert manuscript.references == ()
    assert manuscript.remarks == (Remark(Notice.NO_SOURCES, 5, "References:"),)


def test_stray_punctuation_is_no_source():
    manuscript = parse(f"Headline\n\n{LONG}\n\nSources:\n;\nexample.com\n")
    assert [one.domain for one in manuscript.references if one.domain] == ["example.com"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "mailto:ana@example.com",
    ],
)
@pytest.mark.parametrize("line", ["{}", "- {}", "Port report {}"])
def test_an_address_that_is_no_web_page_is_a_title_and_said_so(address, line):
    text = f"Headline\n\n{LONG}\n\nSources:\nA bridge\nexample.com\n{line.format(address)}\n"
    manuscript = parse(text)
    source = manuscript.references[-1]
    assert address in source.title
    assert (source.url, source.domain, source.doi) == ("", "", "")
    assert manuscript.remarks == (Remark(Notice.NO_WEB_PAGE, 8, address),)


def test_that_is_said_beside_the_heading_too():
    manuscript = parse(f"Headline\n\n{LONG}\n\nSource: javascript:alert(1)\n")
    assert manuscript.references == (SourceLine("javascript:alert(1)", raw="javascript:alert(1)"),)
    assert [remark.line for remark in manuscript.remarks] == [5]


@pytest.mark.parametrize("line", ["Data: a history", "https://example.com/a?b=data:1", "arXiv:2501.12948"])
def test_ordinary_colons_are_not_warned_about(line):
    assert parse(f"Headline\n\n{LONG}\n\nSources:\n{line}\n").remarks == ()
