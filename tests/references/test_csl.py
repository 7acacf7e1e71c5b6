"""A source as readers see it."""

from dataclasses import dataclass, field

import pytest
from django.utils import translation

from references.csl import date_parts, format_date, house_line


@dataclass
class Publisher:
    name: str = "CGTN"
    domain: str = "cgtn.com"


@dataclass
class Source:
    title: str = "How a start-up shook Silicon Valley"
    container_title: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: Publisher | None = field(default_factory=Publisher)
    issued: str = "2025-01-27"
    url: str = ""
    doi: str = ""
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


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"volume": "12", "issue": "3", "pages": "201–219"},
            "Why now? Weather 12\N{NO-BREAK SPACE}(3), 201–219. CGTN (cgtn.com). 2025.",
        ),
        ({"volume": "12", "publisher": None}, "Why now? Weather 12. 2025."),
        ({"issue": "3", "publisher": None}, "Why now? Weather (3). 2025."),
        ({"pages": "A3", "publisher": Publisher("weather", "")}, "Why now? Weather, A3. 2025."),
        (
            {"pages": "A3", "publisher": Publisher("Weather", "weather.example")},
            "Why now? Weather, A3. weather.example. 2025.",
        ),
        ({"pages": "14", "container_title": ""}, "Why now? CGTN (cgtn.com). 2025."),
    ],
)
def test_where_it_stands_in_a_journal_is_said_where_it_is_known(
    changes: dict[str, object], line: str
) -> None:
    source = Source(title="Why now?", issued="2025", **{"container_title": "Weather"} | changes)
    assert str(house_line(source)) == line


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
