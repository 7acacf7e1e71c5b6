"""The real case: a file as a newsroom sent it."""

from pathlib import Path

import pytest

from manuscripts import Heading, KnownPerson, Manuscript, find_mentions, parse, read, suggest_people
from manuscripts.manuscript import texts_of

FILE = Path(__file__).parent / "texts" / "deepseek-r1.txt"


@pytest.fixture(scope="module")
def manuscript() -> Manuscript:
    return parse(read(FILE.read_bytes()))


def test_headline_and_sections(manuscript):
    assert manuscript.headline == "DeepSeek’s R1: A New Contender in AI"
    assert [block.text for block in manuscript.blocks if isinstance(block, Heading)] == [
        "Challenges to U.S. Technological Dominance",
        "Liang Wenfeng: The Man Behind the Innovation",
        "DeepSeek’s Commitment to ‘Long-Termism’",
        "A Glimpse into the Future",
    ]
    assert manuscript.sections == 4
    assert manuscript.remarks == ()
    assert manuscript.byline == ()


def test_one_source_without_an_invented_address(manuscript):
    (source,) = manuscript.references
    assert source.title == "Behind China’s rising AI startup DeepSeek: Who is Liang Wenfeng?"
    assert source.domain == "cgtn.com"
    assert (source.url, source.doi, source.publisher) == ("", "", "")


def test_one_quotation_in_two_parts(manuscript):
    (quotation,) = manuscript.quotations
    assert quotation.speaker == "an unnamed AI researcher"
    assert quotation.parts == (
        "DeepSeek’s approach demonstrates that innovation isn’t solely dependent on massive funding,",
        "It’s about novel ideas and efficient methodologies.",
    )


def test_no_straight_or_escaped_mark_is_left(manuscript):
    everything = "".join(text for block in manuscript.blocks for text in texts_of(block))
    assert not set(everything) & set("\"'\\")


def test_people_are_suggested_and_places_are_not(manuscript):
    assert suggest_people(manuscript) == ("Liang Wenfeng", "Li Qiang")
    assert suggest_people(manuscript) == ("Liang Wenfeng", "Li Qiang")


def test_people_are_found_once_in_each_section(manuscript):
    people = [KnownPerson("liang", "Liang Wenfeng"), KnownPerson("qiang", "Li Qiang")]
    mentions = find_mentions(manuscript.blocks, people)
    assert [span.key for span in mentions.spans] == ["liang", "qiang", "liang"]
    for span in mentions.spans:
        text = manuscript.blocks[span.block].text[span.start : span.end]
        assert text in ("Liang Wenfeng", "Li Qiang")
