"""Names that are clearly people's, and those that are not."""

import pytest

from manuscripts import parse, suggest_people


def suggested(sentence: str) -> tuple[str, ...]:
    return suggest_people(parse(f"Headline\n\n{sentence}\nThe end of it."))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("In Beijing, Chinese Premier Li Qiang sought opinions.", "Li Qiang"),
        ("Founded by hedge fund manager Liang Wenfeng, the lab grew.", "Liang Wenfeng"),
        ("The lab was founded by Jane Doe in 2016.", "Jane Doe"),
        ("Jane Doe said nothing.", "Jane Doe"),
        ("On Monday Jane Doe has also warned of it.", "Jane Doe"),
        ("It rained, said Jane Doe.", "Jane Doe"),
        ("Jane Doe, who runs the lab, left.", "Jane Doe"),
        ("Jane Doe, 42, left.", "Jane Doe"),
        ("Jane Doe, the lab’s first engineer, left.", "Jane Doe"),
        ("The harbour master, Jane Doe, said nothing.", "Jane Doe"),
        ("Dr. Jane Doe left.", "Jane Doe"),
        ("Ms Jane Doe left.", "Jane Doe"),
        ("A note by UN Secretary-General António Guterres was read.", "António Guterres"),
        ("It was Professor J. K. van der Berg’s idea.", "J. K. van der Berg"),
        ("Opposition leader Seán O’Brien left.", "Seán O’Brien"),
        ("Analyst Fiona McKay left.", "Fiona McKay"),
        ("They met Chancellor Anne-Marie Roe.", "Anne-Marie Roe"),
    ],
)
def test_people(sentence, name):
    assert suggested(sentence) == (name,)


@pytest.mark.parametrize(
    "sentence",
    [
        "It set Silicon Valley abuzz in the United States.",
        "Liang graduated from Zhejiang University with a degree in Artificial Intelligence.",
        "The White House said nothing, and the United Nations warned of it.",
        "Goldman Sachs said it would wait. Bank of America added to that.",
        "New York told Los Angeles to wait.",
        "Zhejiang University said so, and Silicon Valley, who knows why, asked.",
        "The lab was founded by Example Holdings.",
        "Market leader Acme Widgets left.",
        "At Acme Widgets, said the clerk, nobody works.",
        "The Daily Planet said so.",
        "President Doe left. Last Monday said it all.",
        "OpenAI Labs said so; U.S. Steel told us.",
        "Jane Doe went home.",
        "Hong Kong said no, and South Korea, the leader, agreed.",
    ],
)
def test_not_people(sentence):
    assert suggested(sentence) == ()


def test_headings_suggest_nobody():
    text = "Headline\n\nA first paragraph.\n\nPresident Jane Doe\n\nA second paragraph."
    assert suggest_people(parse(text)) == ()
