"""Wire copy, releases and columns as they really come: what frames them, and who wrote them."""

import pytest

from manuscripts import parse
from manuscripts.formats.readers import read_any
from manuscripts.manuscript import Bullets, Figure, Heading, texts_of

ONE = "The town will rebuild its harbour wall within three years, the council decided on Tuesday after a long debate."
TWO = "Work begins in May, and the county pays two thirds of what it costs, which boat owners have opposed for years."
HEADLINE = "Harbour town votes to rebuild its wall"


def words(text: str) -> str:
    manuscript = parse(text)
    return "\n".join(text for block in manuscript.blocks for text in texts_of(block))


@pytest.mark.parametrize(
    "above",
    [
        "FOR IMMEDIATE RELEASE\nMarch 12, 2031\n\n",
        "12 March 2031\n\n",
        "DEL12\nBIZ-HARBOUR-WALL\n",
        "By Maria Hale\n\n",
        "Maria Hale, CNN\n",
        "Home > News > Coast\nNEWS\n",
        "ANALYSIS | COASTS\n\n",
        "(more)\n\n",
        "Editor’s note: This story speaks of drowning.\n\n",
        "POLITIK\n\n",
    ],
)
def test_what_stands_above_is_no_headline(above):
    assert parse(f"{above}{HEADLINE}\n\n{ONE}\n\n{TWO}\n").headline == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "By the sea",
        "Von der Tann tritt zurück",
        "COP28",
        "COVID-19",
        "Priority: the sea wall",
        "Sources: mayor to resign",
        "US-Präsident reist nach Berlin",
        "PM-Werte steigen wieder",
        "Update on the wall",
        "Sports and the sea",
    ],
)
def test_a_headline_that_begins_as_what_stands_above_does(headline):
    assert parse(f"{headline}\n\n{ONE}\n\n{TWO}\n").headline == headline


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Par Claire MOREL", ("Claire Morel",)),
        ("By\u00a0Maria\u00a0Hale", ("Maria Hale",)),
        ("Door: Piet de Vries", ("Piet de Vries",)),
        ("Por Ana Lopes, de Santos", ("Ana Lopes",)),
        ("Ruth Adeyemi", ("Ruth Adeyemi",)),
        ("Ruth Adeyemi in Eastport and agencies", ("Ruth Adeyemi",)),
        ("Ruth Adeyemi, CNN", ("Ruth Adeyemi",)),
        ("By Ruth Adeyemi, Staff Writer", ("Ruth Adeyemi",)),
        ("Ruth Adeyemi, Harbour Correspondent", ("Ruth Adeyemi",)),
        ("Claire Morel, envoyée spéciale à Brest", ("Claire Morel",)),
        ("By Ruth Adeyemi – Eastport", ("Ruth Adeyemi",)),
        ("ANA RUIZ | Madrid", ("Ana Ruiz",)),
        ("Ein Kommentar von Anna Berger", ("Anna Berger",)),
        ("Von unserer Korrespondentin Anna Berger", ("Anna Berger",)),
        ("a cura di Giulia Rossi", ("Giulia Rossi",)),
        ("Текст: Анна Иванова", ("Анна Иванова",)),
        ("記者 佐藤健一", ("佐藤健一",)),
        ("Das Gespräch führte Ruth Adeyemi", ("Ruth Adeyemi",)),
        ("Propos recueillis par Claire Morel", ("Claire Morel",)),
        ("2031年3月12日　記者：佐藤健一", ("佐藤健一",)),
        ("김민수 기자", ("김민수",)),
    ],
)
def test_a_byline_of_another_shape(line, names):
    assert parse(f"{HEADLINE}\n\n{line}\n\n{ONE}\n\n{TWO}\n").byline == names


def test_a_name_that_heads_what_is_told_of_somebody_is_no_byline():
    told = "Ruth Adeyemi built the wall, and half a century of storms has not moved a stone of it."
    assert parse(f"Three to watch\n\nRuth Adeyemi\n\n{told}\n\nTom Hale\n\n{TWO}\n").byline == ()


def test_points_between_headline_and_byline_stay_in_the_text():
    manuscript = parse(
        f"{HEADLINE}\n\n* Nine to two\n* Debate until late\n\nBy Maria Hale\n\n{ONE}\n\n{TWO}\n"
    )
    assert manuscript.byline == ("Maria Hale",)
    assert isinstance(manuscript.blocks[0], Bullets)


@pytest.mark.parametrize(
    "line",
    [
        "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt",
        "Not for publication:",
        "# Notizblock",
    ],
)
def test_what_is_for_the_desk_alone_is_set_aside(line):
    manuscript = parse(f"{HEADLINE}\n\n{ONE}\n\n{TWO}\n\n{line}\n\nCall Maria, maria@example.com\n")
    assert "maria@example.com" not in "".join(map(str, manuscript.blocks))
    assert any("maria@example.com" in aside.text for aside in manuscript.set_aside)


@pytest.mark.parametrize(
    "notes",
    [
        "Notes\n1 Harbour Trust. Annual report 2023.\n2 Council. Minutes of 11 March 2025.",
        "[^1]: Harbour Trust. Annual report 2023.\n[^2]: Council. Minutes of 11 March 2025.",
        "¹ Harbour Trust. Annual report 2023.\n² Council. Minutes of 11 March 2025.",
        "[1] Harbour Trust. Annual report 2023.\n[2] Council. Minutes of 11 March 2025.",
    ],
)
def test_notes_at_the_end_are_sources_where_the_text_marks_them(notes):
    first, second = ("[^1]", "[^2]") if "^" in notes else ("[1]", "[2]") if "[" in notes else ("¹", "²")
    manuscript = parse(f"{HEADLINE}\n\n{ONE}{first} {TWO}{second}\n\n{notes}\n")
    assert len(manuscript.references) == 2
    assert [cite.note for block in manuscript.blocks for cite in block.cites] == ["1", "2"]


def test_notes_nobody_marked_stay_text():
    manuscript = parse(f"{HEADLINE}\n\n{ONE}\n\nNotes\n\n1. Bring a coat.\n2. Bring a map.\n")
    assert manuscript.references == ()
    assert any(isinstance(block, Heading) and block.text == "Notes" for block in manuscript.blocks)


def test_a_soft_hyphen_is_no_part_of_a_word():
    assert "harbour wall" in words(f"{HEADLINE}\n\n{ONE.replace('harbour', 'har' + chr(0xAD) + 'bour')}\n")


def test_a_note_to_readers_above_the_headline_stands_above_the_text():
    note = "Editor’s note: This story speaks of drowning."
    manuscript = parse(f"{note}\n\n{HEADLINE}\n\n{ONE}\n\n{TWO}\n")
    assert texts_of(manuscript.blocks[0]) == (note,)


@pytest.mark.parametrize(
    "byline", ["Interview: Maria Hale", "Propos recueillis par Maria Hale", "Das Gespräch führte Maria Hale"]
)
def test_two_questions_of_an_interview_are_no_headings(byline):
    text = f"{HEADLINE}\n\n{byline}\n\nWhen did you know?\n\n{ONE}\n\nAnd then?\n\n{TWO}\n"
    assert not any(isinstance(block, Heading) for block in parse(text).blocks)


def test_what_sites_put_under_a_headline_is_set_aside():
    under = "By Maria Hale\nPublished: 12 March 2031 | Updated: 13 March 2031\n4 min read\nShare\nSave"
    manuscript = parse(f"{HEADLINE}\n{under}\n\n{ONE}\n\n{TWO}\n")
    assert manuscript.byline == ("Maria Hale",)
    assert [texts_of(block) for block in manuscript.blocks] == [(ONE,), (TWO,)]


@pytest.mark.parametrize(
    "heading",
    ["Sources and further reading:", "Sources consulted", "Quellen und Literatur", "Fuentes consultadas"],
)
def test_a_heading_of_sources_in_more_words(heading):
    entries = "Harbour Trust, Annual report 2023, https://trust.example/23\nCouncil, https://council.example/minutes"
    assert len(parse(f"{HEADLINE}\n\n{ONE}\n\n{heading}\n{entries}\n").references) == 2


@pytest.mark.parametrize("heading", ["About the author’s boat", "Sources of hope", "Maria Hale in London"])
def test_a_heading_that_begins_as_a_frame_does(heading):
    manuscript = parse(f"{HEADLINE}\n\n{ONE}\n\n{heading}\n\n{TWO}\n\n{ONE}\n")
    assert [block.text for block in manuscript.blocks if isinstance(block, Heading)] == [heading]


def test_sources_below_a_contact_block_are_read():
    manuscript = parse(
        f"{HEADLINE}\n\n{ONE}[1]\n\n{TWO}\n\nENDS\n\nNotes to editors:\nThe council has 40 members.\n\n"
        "Contact: press@example.org, 020 7946 0000\n\nReferences:\n"
        "[1] Harbour Council. “Costs of the wall.” https://harbour.example.org/costs\n"
    )
    assert [source.title for source in manuscript.references] == ["Costs of the wall"]
    assert "40 members" in manuscript.set_aside[-1].text and "7946" in manuscript.set_aside[-1].text
    assert [texts_of(block) for block in manuscript.blocks] == [(ONE,), (TWO,)]


@pytest.mark.parametrize(
    "said",
    [
        "The memo was marked not for publication.",
        "Copyright is a right, the judge said.",
        "Unsubscribe? Never, she said.",
        "Follow us on the path, he said.",
        "Sources said the vote was close.",
        "End of story.",
    ],
)
def test_a_sentence_that_begins_as_a_frame_does_stays(said):
    manuscript = parse(f"{HEADLINE}\n\n{ONE}\n\n{said}\n\n{TWO}\n")
    assert [texts_of(block)[0] for block in manuscript.blocks] == [ONE, said, TWO]


def test_what_stands_in_lists_and_tables_behind_a_text_is_set_aside_whole() -> None:
    manuscript = read_any(
        b"# The mill opens again\n\nThe old mill opens in May, its owner said.\n\nIt has two wheels.\n\n"
        b"Notes to editors\n\n- The miller may be asked\n- The wheel may be seen\n\n"
        b"| Day | Hour |\n| --- | --- |\n| Monday | Nine |\n\n> Nobody else may be quoted.\n\n"
        b"![The wheel](https://mill.example/wheel.jpg)\n",
        "mill.md",
    )
    aside = "\n".join(one.text for one in manuscript.set_aside)
    for words in ("The miller may be asked", "The wheel may be seen", "Monday", "Nobody else may be quoted."):
        assert words in aside
    assert any(isinstance(block, Figure) for block in manuscript.blocks)


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_sentence_above_the_byline_is_the_deck_and_an_office_under_it_no_heading(between):
    manuscript = parse(
        f"{HEADLINE}\n\nThe council has voted for it.{between}By Anna Berg\nHarbour correspondent\n\n{ONE}\n\n{TWO}\n"
    )
    assert (manuscript.summary, manuscript.byline) == ("The council has voted for it.", ("Anna Berg",))
    assert [texts_of(block) for block in manuscript.blocks] == [(ONE,), (TWO,)]
    assert [remark.text for remark in manuscript.remarks] == ["Harbour correspondent"]
