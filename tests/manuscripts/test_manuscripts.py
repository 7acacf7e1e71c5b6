"""Whole files, in the shapes newsrooms send them."""

from pathlib import Path

import pytest

from manuscripts import Bullets, Heading, Manuscript, parse, passages_of, read, suggest_people

FOLDER = Path(__file__).parent / "texts"


def manuscript(name: str) -> Manuscript:
    return parse(read((FOLDER / name).read_bytes()))


def headings(text: Manuscript) -> list[str]:
    return [block.text for block in text.blocks if isinstance(block, Heading)]


def test_wrapped_file():
    text = manuscript("wrapped.txt")
    assert text.byline == ("Ines Okafor", "Reuters")
    assert headings(text) == ["A boat without papers"]
    assert [len(block.items) for block in text.blocks if isinstance(block, Bullets)] == [3]
    assert [(one.speaker, len(one.parts)) for one in text.quotations] == [
        ("Ruth Abara", 2),
        ("Tomas Lindqvist", 1),
    ]
    register, gazette, address = text.references
    assert (register.title, register.domain) == ("Register of ships, entry 4471", "shipregister.example.org")
    assert (gazette.title, gazette.container, gazette.issued) == (
        "Ferry arrives unasked",
        "The Harbour Gazette",
        "2024-03-11",
    )
    assert (address.title, address.url) == ("", "https://www.example.com/ferry?id=7")
    assert suggest_people(text) == ("Ruth Abara", "Tomas Lindqvist")


def test_british_marks_in_windows_1252():
    text = manuscript("british.txt")
    assert headings(text) == ["‘Nobody asked the tenors’"]
    first, second = text.quotations
    assert first.speaker == "Marguerite Osei"
    assert first.parts == ("They’re better behaved than the tenors,", "And they’re in tune.")
    assert second.parts == ("It’s the players’ lounge,",)
    assert second.speaker == "one of them"
    assert [source.title for source in text.references] == ["Opera house press office"]


def test_wire_copy_without_blank_lines():
    text = manuscript("wire.txt")
    assert headings(text) == ["What changes"]
    assert [(one.speaker, len(one.parts)) for one in text.quotations] == [
        ("Adaeze Nwosu", 1),
        ("Karim Haddad", 2),
        ("a farmer", 2),
    ]
    assert any(isinstance(block, Bullets) and block.ordered for block in text.blocks)
    act, why = text.references
    assert (act.title, act.publisher, act.doi) == (
        "Clock Act 2024, explained",
        "Parliament Service",
        "10.5555/clock.2024",
    )
    assert (why.title, why.domain, why.url) == ("Why clocks change", "timekeepers.example.net", "")


def test_a_quotation_over_two_paragraphs_and_a_heading_called_sources():
    text = manuscript("interview.txt")
    assert headings(text) == ["Sources"]
    assert text.references == ()
    assert [(one.speaker, len(one.parts)) for one in text.quotations] == [
        ("Hanna Virtanen", 2),
        ("Hanna Virtanen", 2),
        ("two of her students", 1),
    ]


def test_escaped_marks():
    text = manuscript("escaped.txt")
    assert text.headline == "“Nothing to see,” says the moon office"
    assert headings(text) == ["A 12″ telescope"]
    (quotation,) = text.quotations
    assert quotation.speaker == "Pavel Dvorak"
    assert quotation.parts == ("We’ve seen it,", "It doesn’t change.")
    assert "\\" not in repr(text).replace("\\n", "")
    assert [source.url for source in text.references] == ["", "https://example.org/moon(1)"]


def test_utf16_in_cyrillic():
    text = manuscript("utf16.txt")
    assert headings(text) == ["Что будет дальше"]
    assert text.references[0].url == "https://example.org/мост"


def test_other_languages_marks():
    text = manuscript("guillemets.txt")
    assert [(one.speaker, one.parts) for one in text.quotations] == [
        ("Claire Fontaine", ("Nous attendrons",)),
        ("the town across the river", ("Wir auch",)),
    ]
    assert [source.title for source in text.references] == ["le conseil"]


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_span_holds_its_part(path):
    text = manuscript(path.name)
    parts: dict[str, list[str]] = {}
    for block in text.blocks:
        items = passages_of(block)
        for item in items:
            for span in item.quotes:
                parts.setdefault(span.quotation, []).append(
                    item.text[span.start : span.end].strip("“”‘’«»„ ")
                )
    assert {one.id: [part.strip("’") for part in one.parts] for one in text.quotations} == parts
