"""People the newsroom knows, found in a text."""

import pytest

from manuscripts import (
    Bullets,
    Heading,
    Item,
    KnownPerson,
    MentionSpan,
    Paragraph,
    QuoteSpan,
    SharedName,
    find_mentions,
)

LI = KnownPerson("li", "Li Qiang", ("Premier Li",))
LIANG = KnownPerson("liang", "Liang Wenfeng", ("Liang",))


def found(text: str, *people: KnownPerson) -> list[tuple[str, str]]:
    mentions = find_mentions([Paragraph(text)], people)
    return [(text[span.start : span.end], span.key) for span in mentions.spans]


def test_first_mention_in_each_section():
    blocks = [
        Paragraph("Li Qiang met Li Qiang."),
        Paragraph("Li Qiang again."),
        Heading("Li Qiang at home"),
        Bullets((Item((Paragraph("nobody"),)), Item((Paragraph("Premier Li rests"),)))),
        Paragraph("Li Qiang."),
    ]
    assert find_mentions(blocks, [LI]).spans == (
        MentionSpan(0, 0, 0, 8, "li"),
        MentionSpan(3, 1, 0, 10, "li"),
    )


def test_longest_name_wins():
    junior = KnownPerson("junior", "Li Qiang Jr")
    assert found("Li Qiang Jr came.", LI, junior) == [("Li Qiang Jr", "junior")]
    assert found("Liang Wenfeng came.", LIANG) == [("Liang Wenfeng", "liang")]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Li Qiang’s plan", True),
        ("a Li Qiang-led plan", True),
        ("(Li Qiang)", True),
        ("“Li Qiang”", True),
        ("‘Li Qiang’ is a name", True),
        ("Li\u00a0Qiang", True),
        ("Li Qiangs", False),
        ("Ali Qiang", False),
        ("XLi Qiang", False),
        ("li qiang", False),
        ("Li, Qiang", False),
        ("Qiang", False),
        ("Jean-Li Qiang", False),
        ("Li Qiang-Roe", False),
    ],
)
def test_whole_words_only(text, hit):
    assert bool(found(text, LI)) is hit


def test_words_beyond_ascii():
    person = KnownPerson("o", "Øyvind Ås")
    assert found("Øyvind Ås kom.", person) == [("Øyvind Ås", "o")]
    assert found("Øyvind Åsen kom.", person) == []
    brien = KnownPerson("b", "Seán O'Brien", ("O'Brien",))
    assert found("O’Brien’s idea", brien) == [("O’Brien", "b")]
    assert found("O’Brien’s idea", KnownPerson("x", "Brien")) == []


def test_a_surname_counts_only_as_an_alias():
    assert found("Wenfeng and Liang came.", LIANG) == [("Liang", "liang")]


def test_a_name_two_people_share_is_reported_and_never_linked():
    people = [KnownPerson("a", "Jane Doe"), KnownPerson("b", "J. Doe", ("Jane Doe", "Jane R. Doe"))]
    blocks = [Paragraph("Jane Doe met Jane R. Doe and Jane Doe.")]
    mentions = find_mentions(blocks, people)
    assert [span.key for span in mentions.spans] == ["b"]
    assert mentions.ambiguous == (SharedName("Jane Doe", ("a", "b")),)
    assert find_mentions([Paragraph("Nobody.")], people).ambiguous == ()


def test_the_same_name_twice_for_one_person_is_not_shared():
    person = KnownPerson("a", "Jane Doe", ("Jane Doe",))
    assert find_mentions([Paragraph("Jane Doe.")], [person]).ambiguous == ()


def test_a_name_half_inside_a_quotation_is_left_alone():
    person = KnownPerson("rock", "Dwayne “The Rock” Johnson")
    text = "Dwayne “The Rock” Johnson came."
    assert found(text, person) != []
    quotes = (QuoteSpan(7, 17, "q1"),)
    assert find_mentions([Paragraph(text, quotes)], [person]).spans == ()
