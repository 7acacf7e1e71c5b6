"""A source as programs and readers see it."""

from dataclasses import dataclass, field

import pytest
from django.utils import translation

from references.csl import date_parts, format_date, house_line, to_csl


@dataclass
class Publisher:
    name: str = "CGTN"
    domain: str = "cgtn.com"


@dataclass
class Source:
    key: str = "abc123def456"
    type: str = "article-newspaper"
    title: str = "How a start-up shook Silicon Valley"
    authors: list[dict[str, str]] = field(default_factory=list)
    container_title: str = ""
    publisher: Publisher | None = field(default_factory=Publisher)
    issued: str = "2025-01-27"
    accessed: str = ""
    url: str = ""
    doi: str = ""
    language: str = ""
    archive_url: str = ""


def test_the_house_line_reads_title_publisher_domain_date() -> None:
    line = house_line(Source())
    assert str(line) == "How a start-up shook Silicon Valley. CGTN (cgtn.com). Jan. 27, 2025."
    assert line.issued == "2025-01-27"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"publisher": Publisher(name="cgtn.com"), "issued": ""}, "Why now? cgtn.com."),
        ({"publisher": Publisher(name=""), "issued": "2025"}, "Why now? cgtn.com. 2025."),
        (
            {"publisher": Publisher(name=""), "container_title": "CGTN"},
            "Why now? CGTN (cgtn.com). Jan. 27, 2025.",
        ),
        ({"publisher": None, "container_title": "The Paper"}, "Why now? The Paper. Jan. 27, 2025."),
        ({"publisher": None, "issued": "soon"}, "Why now?"),
    ],
)
def test_what_is_not_known_leaves_no_trace(changes: dict[str, object], line: str) -> None:
    assert str(house_line(Source(title="Why now?", **changes))) == line


def test_a_source_without_an_address_gets_no_link() -> None:
    assert house_line(Source()).link == ""


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://cgtn.com/x?utm_source=a", "https://cgtn.com/x?utm_source=a"),
        ("www.cgtn.com/x", "https://www.cgtn.com/x"),
        ("//cgtn.com/x", "https://cgtn.com/x"),
        ("javascript:alert(1)//cgtn.com", ""),
        ("javascript://cgtn.com/%0aalert(1)", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, link: str) -> None:
    assert house_line(Source(url=url)).link == link
    assert house_line(Source(archive_url=url)).archive_link == link


def test_a_doi_alone_links_to_its_resolver() -> None:
    assert house_line(Source(doi="10.1000/A<b>#1")).link == "https://doi.org/10.1000/a%3Cb%3E%231"


def test_dates_say_no_more_than_is_known() -> None:
    assert format_date("2025") == "2025"
    assert format_date("2025-01") == "January 2025"
    assert format_date("2025-01-27") == "Jan. 27, 2025"


def test_dates_speak_the_language_in_use() -> None:
    with translation.override("de"):
        assert format_date("2025-03") == "März 2025"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-13", "2025-02-30", "2025-", "-1", "0", "2025-1-1-1", "٢٠٢٥", "9" * 10, "9" * 5000],
)
def test_a_date_that_is_none_is_left_out(text: str) -> None:
    assert date_parts(text) == ()
    assert format_date(text) == ""


def test_csl_json_carries_every_field() -> None:
    source = Source(
        authors=[{"family": "Li", "given": "Na"}, {"literal": "Xinhua"}],
        container_title="CGTN Online",
        issued="2025-01",
        accessed="2025-02-03",
        url="https://cgtn.com/x?utm_source=a",
        doi="10.1000/x",
        language="en",
        archive_url="https://web.archive.org/web/2025/https://cgtn.com/x",
    )
    assert to_csl(source) == {
        "id": "abc123def456",
        "type": "article-newspaper",
        "title": "How a start-up shook Silicon Valley",
        "author": [{"family": "Li", "given": "Na"}, {"literal": "Xinhua"}],
        "container-title": "CGTN Online",
        "publisher": "CGTN",
        "issued": {"date-parts": [[2025, 1]]},
        "accessed": {"date-parts": [[2025, 2, 3]]},
        "URL": "https://cgtn.com/x?utm_source=a",
        "DOI": "10.1000/x",
        "language": "en",
        "custom": {"archive-url": "https://web.archive.org/web/2025/https://cgtn.com/x"},
    }


def test_csl_json_has_no_empty_fields() -> None:
    assert to_csl(Source(publisher=None, issued="")) == {
        "id": "abc123def456",
        "type": "article-newspaper",
        "title": "How a start-up shook Silicon Valley",
    }
