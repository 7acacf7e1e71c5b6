"""Quote marks become the printer's, measures and other languages' marks stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manuscripts import Paragraph, parse
from manuscripts.typography import typographic


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ('"Yes," he said.', "“Yes,” he said."),
        (r"\"Yes,\" he said. It\'s", "“Yes,” he said. It’s"),
        (r"\\\"Yes\\\"", "“Yes”"),
        ("\"'Go,' he told me,\" she said.", "“‘Go,’ he told me,” she said."),
        ("'He said \"no\" to me.'", "‘He said “no” to me.’"),
        ("the '90s and '68, 'tis true", "the ’90s and ’68, ’tis true"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("the dogs' dinner", "the dogs’ dinner"),
        ("'Long-Termism'", "‘Long-Termism’"),
        ("He is 6'2\" tall", "He is 6′2″ tall"),
        ('a 12" screen', "a 12″ screen"),
        ('"In 1999" and "2001"', "“In 1999” and “2001”"),
        ('("quoted")', "(“quoted”)"),
        ('said—"yes"—and', "said—“yes”—and"),
        ('"But—" she said', "“But—” she said"),
        ('he said,"Hello"', "he said,“Hello”"),
        ("“kept”, ‘kept’, l’ami", "“kept”, ‘kept’, l’ami"),
        ("« gardé » and »so« and „so“", "« gardé » and »so« and „so“"),
        ("O'Brien's", "O’Brien’s"),
        ("C:\\temp stays", "C:\\temp stays"),
    ],
)
def test_marks(plain, printed):
    assert typographic(plain) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("de", "Er sagte: „Ja.“"),
        ("de-AT", "Er sagte: „Ja.“"),
        ("fr", "Er sagte: «\u00a0Ja.\u00a0»"),
        ("es", "Er sagte: «Ja.»"),
        ("pl", "Er sagte: „Ja.”"),
        ("sv", "Er sagte: ”Ja.”"),
        ("ja", "Er sagte: 「Ja.」"),
        ("en", "Er sagte: “Ja.”"),
        ("", "Er sagte: “Ja.”"),
    ],
)
def test_straight_marks_become_those_of_the_language(language, printed):
    assert typographic('Er sagte: "Ja."', language) == printed


@pytest.mark.parametrize("printed", ["»Ja«", "„Ja“", "«\u202fOui\u202f»", "“Sí”"])
def test_printed_marks_stay_in_every_language(printed):
    assert typographic(printed, "de") == typographic(printed, "fr") == typographic(printed, "es") == printed


def test_only_a_language_told_from_the_text_changes_marks():
    text = parse(
        "Der Hafen\n\nDer Gemeinderat hat am Montag beschlossen, die Abstimmung über den Hafen noch einmal "
        'zu verschieben, und will im Frühjahr wieder darüber beraten.\n\n"Wir warten", sagte Julia Roth.'
    )
    assert isinstance(text.blocks[1], Paragraph)
    assert text.blocks[1].text == "„Wir warten“, sagte Julia Roth."


@given(st.text(alphabet="ab1 .,-—(\"'\\“”‘’„«»"))
def test_no_straight_or_escaped_mark_survives_and_nothing_else_changes(text):
    printed = typographic(text)
    assert "\\“" not in printed and '"' not in printed and "'" not in printed
    marks = "\"'“”‘’′″\\"
    keep = lambda value: [c for c in value if c not in marks]  # noqa: E731
    assert keep(printed) == keep(text)
    assert typographic(printed) == printed
