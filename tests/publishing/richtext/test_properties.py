"""What must hold for every text, however odd."""

import unicodedata
from collections import Counter

from hypothesis import given, settings

from publishing import richtext
from publishing.richtext.parse import parse, parsed
from publishing.richtext.writing import write
from tests.publishing.richtext import samples
from tests.publishing.richtext.contract import breaches, tree, words
from tests.soaking import how_many

quiet = settings(deadline=None, max_examples=how_many(40, soak=5000))


class Shown:
    """A picture whose markup is its size."""

    credit = "Jane Doe & Co"

    def picture(self, *, alt, size):
        return f"[{size}]"


def letters(text):
    seen = unicodedata.normalize("NFC", text)
    return Counter(char for char in seen if not char.isspace() and unicodedata.category(char) != "Cf")


@quiet
@given(samples.anything)
def test_sanitising_twice_changes_nothing(source):
    once = richtext.sanitise(source)
    assert richtext.sanitise(once) == once


@quiet
@given(samples.anything)
def test_what_is_written_is_read_as_the_blocks_it_was_written_of(source):
    blocks = parse(source)
    assert parse(write(blocks)) == blocks


@quiet
@given(samples.anything)
def test_whoever_reads_a_text_leaves_it_as_it_is_for_the_next(source):
    stored = richtext.sanitise(source)
    richtext.render(stored)
    richtext.extract.make(stored)
    richtext.split_blocks(stored)
    assert parsed(stored) == parse(stored)


@quiet
@given(samples.anything)
def test_a_second_parser_finds_nothing_outside_the_contract(source):
    assert breaches(richtext.sanitise(source)) == []


def test_the_second_parser_would_find_what_is_not_sanitised():
    """The control: every kind of breach is seen when the sanitiser is left out."""
    for hostile in [
        "<p><script>alert(1)</script></p>",
        '<p onclick="alert(1)">x</p>',
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p><a data-person="BAD KEY">x</a></p>',
        '<figure data-embed="https://evil.example/"></figure>',
        "bare text",
        "<p>x<!-- y --></p>",
        "<ul><li><table></table></li></ul>",
        "<p><em>not closed",
        "<img src=x onerror=alert(1)>",
        "<p>a<br>b</p>",
    ]:
        assert breaches(hostile), hostile


@quiet
@given(samples.disordered)
def test_no_words_are_lost_and_none_are_added(source):
    assert letters(words(richtext.sanitise(source))) == letters(words(source))


@quiet
@given(samples.anything)
def test_readers_get_well_formed_html_without_traces_of_the_editor(source):
    neutral = richtext.render(richtext.sanitise(source))
    names = richtext.keys(neutral)
    for everything in (True, False):
        resolved = richtext.resolve(
            neutral,
            people={key: f"/people/{key}/" for key in names.people} if everything else {},
            references=names.references if everything else (),
            images={key: Shown() for key in names.images} if everything else {},
        )
        root, errors = tree(resolved.body)
        elements = list(root.iter())
        assert errors == []
        assert all(isinstance(element.tag, str) for element in elements), "a token was left"
        attributes = {name for element in elements for name in element.attrib}
        assert attributes <= {
            *("id", "href", "class", "rel", "role", "scope", "start", "colspan", "rowspan"),
            *("aria-label", "aria-hidden", "data-words"),
        }
        ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
        assert len(ids) == len(set(ids))


@quiet
@given(samples.anything)
def test_a_source_that_is_not_shown_leaves_no_trace(source):
    body = richtext.sanitise(source)
    shown = richtext.resolve(richtext.render(body), people={}, references=(), images={})
    assert shown.notes == ()
    assert "note-" not in shown.body.replace('id="section-note-', "")
    for element in tree(shown.body)[0].iter():
        words = "".join(element.itertext()).strip()
        assert words or element.tag not in ("p", "li", "h2", "h3", "figcaption", "sup", "a")


@quiet
@given(samples.anything)
def test_the_parts_of_one_quotation_agree_about_speaker_and_source(source):
    told = {}
    for element in tree(richtext.sanitise(source))[0].iter():
        quote = element.attrib.get("data-quote") if isinstance(element.tag, str) else None
        if quote:
            said = [element.attrib.get(f"data-{name}", "") for name in ("person", "speaker", "reference")]
            told.setdefault(quote, []).append(said)
    for parts in told.values():
        assert len({(person, speaker) for person, speaker, _ in parts} - {("", "")}) <= 1
        assert len({reference for *_, reference in parts} - {""}) <= 1


@quiet
@given(samples.stored)
def test_what_is_stored_comes_back_unchanged(source):
    assert richtext.sanitise(source) == source


@quiet
@given(samples.anything)
def test_what_is_read_from_a_text_agrees_with_what_readers_see(source):
    body = richtext.sanitise(source)
    read = richtext.extract(body)
    neutral = richtext.render(body)
    assert all(f'id="{heading.id}"' in neutral for heading in read.headings)
    assert [citation.key for citation in read.citations] == list(richtext.keys(neutral).references)
    assert [
        mention.key for mention in read.mentions if mention.key not in richtext.keys(neutral).people
    ] == []
    places = [place.ordinal for citation in read.citations for place in citation.places]
    assert sorted(places) == list(range(1, len(places) + 1))
    assert all(place.sentence for citation in read.citations for place in citation.places)
