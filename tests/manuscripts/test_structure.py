"""Headlines, bylines, headings, lists and wrapped lines."""

import pytest

from articles.models import Article
from manuscripts import (
    Bullets,
    Fault,
    Heading,
    Item,
    ManuscriptError,
    Notice,
    Paragraph,
    Remark,
    parse,
    passages_of,
)

LONG = "The council met on Thursday and agreed to close the bridge for repairs until the spring."


def shape(text: str) -> list[str]:
    """Write a text's blocks as h (heading), p (paragraph), u and o (lists)."""
    letters = []
    for block in parse(text).blocks:
        match block:
            case Heading():
                letters.append("h")
            case Paragraph():
                letters.append("p")
            case Bullets(ordered=ordered):
                letters.append("o" if ordered else "u")
    return letters


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{LONG}\nA new bridge\n{LONG}", "php"),
        (f"{LONG}\n\nA new bridge\n\n{LONG}", "php"),
        (f"{LONG}\n\n## A new bridge\n{LONG}", "php"),
        (f"{LONG}\n\n**A new bridge**\n\n{LONG}", "php"),
        (f"{LONG}\n\nA new bridge\n- one\n- two\n\n{LONG}", "phup"),
        (f"Background\n{LONG}", "hp"),
        (f"{LONG}\nGrowth in the U.S.\n{LONG}", "php"),
        (f"{LONG}\n'Nobody told us'\n{LONG}", "php"),
        (f"{LONG}\n2024\n{LONG}", "php"),
    ],
)
def test_headings(body, expected):
    assert shape(f"Headline\n\n{body}") == list(expected)


@pytest.mark.parametrize(
    "line",
    [
        "He agreed.",
        "and so on",
        "By Jane Doe",
        "3 May 2024",
        "Photo: Jane Doe",
        "Reporting by Jane Doe",
        "jane@example.com",
        "See https://example.com/a",
        "A line that has far too many words in it to be called a heading by anybody",
    ],
)
def test_not_headings(line):
    assert shape(f"Headline\n\n{LONG}\n\n{LONG}\n\n{line}\n\n{LONG}") == list("pppp")


@pytest.mark.parametrize("line", ["Did he agree?", "What happened next:"])
def test_a_question_or_a_colon_heads_a_section_where_it_stands_alone(line):
    assert shape(f"Headline\n\n{LONG}\n\n{line}\n\n{LONG}") == list("php")
    assert shape(f"Headline\n\n{LONG}\n\n{line}\n{LONG}") == list("ppp")


def test_the_last_line_is_no_heading():
    assert shape(f"Headline\n\n{LONG}\n\nThe end of it") == list("pp")


def test_a_run_of_short_lines_is_no_heading():
    assert shape(f"Headline\n{LONG}\nRoses\nViolets\nSugar\n{LONG}") == list("pppp" + "p")


def test_heading_above_the_sources_still_needs_text():
    manuscript = parse(f"Headline\n\n{LONG}\n\nThe end of it\n\nSources:\nexample.com")
    assert manuscript.sections == 0


def test_wrapped_paragraphs_are_joined():
    text = (
        "The bridge that waited\n\n"
        "The council met on Thursday and agreed, after a long and at times bad-\n"
        "tempered debate, to close the old bridge for repairs until the spring.\n"
        "Nobody voted against it.\n\n"
        "What comes next\n\n"
        "Work begins in March. Engineers expect to find damage under the third\n"
        "pillar, which was last looked at in the eighties.\n"
    )
    blocks = parse(text).blocks
    assert [type(block) for block in blocks] == [Paragraph, Heading, Paragraph]
    assert "bad-tempered debate, to close" in blocks[0].text
    assert blocks[0].text.endswith("spring. Nobody voted against it.")


def test_wrapped_heading_without_blank_lines_keeps_its_place():
    wide = "Words " * 12 + "words"
    assert shape(f"Headline\n\n{wide}\n{wide}\nended here.\nA new bridge\n{wide}\n{wide}\nended.") == list(
        "php"
    )


def test_short_paragraphs_on_lines_of_their_own_stay_apart():
    lines = ["The bridge is closed for the whole winter.", "Nobody voted against it on Thursday night."]
    assert shape("Headline\n" + "\n".join(lines * 4)) == list("p" * 8)


@pytest.mark.parametrize("marker", ["-", "*", "•", "–"])
def test_bullets(marker):
    text = f'Headline\n\nThree things:\n\n{marker} one\n{marker} "two"\n\n{marker} three\n\n{LONG}'
    blocks = parse(text).blocks
    assert blocks[1] == Bullets(tuple(Item((Paragraph(text),)) for text in ("one", "“two”", "three")))


@pytest.mark.parametrize("marker", ["{}.", "{})", "({})"])
def test_numbered_list(marker):
    items = "\n".join(f"{marker.format(n)} step" for n in (1, 2, 3))
    blocks = parse(f"Headline\n\nDo this:\n{items}\n{LONG}").blocks
    assert blocks[1] == Bullets((Item((Paragraph("step"),)),) * 3, ordered=True)


def test_a_number_that_counts_nothing_stays_in_the_text():
    blocks = parse(f"Headline\n\n{LONG}\n\n12. It was the worst of years, they said.").blocks
    assert blocks[1].text.startswith("12. It was")


def test_a_wrapped_bullet_is_one_item():
    text = "Headline\n\nThings:\n- the first thing is\n  rather long\n  indeed\n- the second\n"
    items = passages_of(parse(text).blocks[1])
    assert [item.text for item in items] == ["the first thing is rather long indeed", "the second"]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("Jane Doe",)),
        ("By Jane Doe and John van der Roe", ("Jane Doe", "John van der Roe")),
        ("By Jane Doe, John Roe and Reuters", ("Jane Doe", "John Roe", "Reuters")),
        ("By Seán O'Casey", ("Seán O’Casey",)),
    ],
)
def test_byline(line, byline):
    manuscript = parse(f"Headline\n{line}\n\n{LONG}")
    assert manuscript.byline == byline
    assert [block.text for block in manuscript.blocks] == [LONG]
    assert manuscript.remarks == ()


def test_what_a_byline_leaves_out_is_said():
    manuscript = parse(f"Headline\nBy Jane Doe in Berlin, Political Editor\n\n{LONG}")
    assert manuscript.byline == ("Jane Doe",)
    assert manuscript.remarks == (
        Remark(Notice.BYLINE_LEFT_OUT, 2, "in Berlin"),
        Remark(Notice.BYLINE_LEFT_OUT, 2, "Political Editor"),
    )


def test_by_the_numbers_is_no_byline():
    manuscript = parse(f"Headline\nBy the Numbers\n\n{LONG}")
    assert manuscript.byline == ()
    assert manuscript.blocks[0] == Heading("By the Numbers")


@pytest.mark.parametrize(
    "date", ["3 May 2024", "Monday, 3 February 2025", "Published: May 3, 2024", "2024-05-03"]
)
def test_a_date_line_is_left_out_and_said(date):
    manuscript = parse(f"Headline\nBy Jane Doe\n{date}\n\n{LONG}")
    assert manuscript.byline == ("Jane Doe",)
    assert len(manuscript.blocks) == 1
    assert manuscript.remarks == (Remark(Notice.DATE_LEFT_OUT, 3, date),)


def test_end_mark_is_left_out_and_said():
    manuscript = parse(f"Headline\n\n{LONG}\n\nENDS\n")
    assert len(manuscript.blocks) == 1
    assert manuscript.remarks == (Remark(Notice.END_MARK_LEFT_OUT, 5, "ENDS"),)


def test_rules_and_underlines_are_no_text():
    assert shape(f"Headline\n========\n\n{LONG}\n\n* * *\n\n{LONG}\n-----\n") == list("pp")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Only a headline", 1),
        ("\n\n  Only a headline  \n\n", 3),
        ("Headline\nBy Jane Doe\n3 May 2024\n", 1),
        ("Headline\n\nSources:\nexample.com\n", 1),
        ("Headline\n## A heading\n", 1),
    ],
)
def test_headline_only_names_the_line(text, line):
    with pytest.raises(ManuscriptError) as caught:
        parse(text)
    assert (caught.value.fault, caught.value.line) == (Fault.ONLY_A_HEADLINE, line)


def test_no_words_at_all():
    with pytest.raises(ManuscriptError) as caught:
        parse("\n***\n")
    assert (caught.value.fault, caught.value.line) == (Fault.NO_WORDS, 1)


@pytest.mark.parametrize(("above", "line"), [("", 1), ("\n\n", 3)])
def test_a_headline_longer_than_an_article_can_have_is_refused(above, line):
    longest = Article._meta.get_field("headline").max_length
    assert parse(f"{above}{'x' * longest}\n\n{LONG}").headline == "x" * longest
    with pytest.raises(ManuscriptError) as caught:
        parse(f"{above}{'x' * (longest + 1)}\n\n{LONG}")
    assert (caught.value.fault, caught.value.line) == (Fault.LONG_HEADLINE, line)
    assert caught.value.values == {"count": 201, "most": 200}


@pytest.mark.parametrize("headline", ["{", "???", "# !", "🎉", "…", "“ ”", "\u200b?"])
def test_a_headline_without_letters_and_digits_is_refused(headline):
    with pytest.raises(ManuscriptError) as caught:
        parse(f"\n{headline}\n\n{LONG}")
    assert (caught.value.fault, caught.value.line) == (Fault.HEADLINE_WITHOUT_WORDS, 2)


@pytest.mark.parametrize("headline", ["1", "?a", "北京", "٣", "हिंदी"])
def test_one_letter_or_digit_of_any_script_is_a_headline(headline):
    assert parse(f"{headline}\n\n{LONG}").headline == headline


def test_words_counts_the_body():
    manuscript = parse("Headline\n\nOne two – three.\nFour\n- five, six")
    assert manuscript.words == 6


def test_accents_are_composed():
    assert parse("Cafe\u0301\n\nThe cafe\u0301 is open.").headline == "Café"


def test_a_hash_inside_a_headline_stays():
    assert parse(f"The sharp C# and its friends\n\n{LONG}").headline == "The sharp C# and its friends"
    assert parse(f"# Marked\n\n{LONG}").headline == "Marked"
