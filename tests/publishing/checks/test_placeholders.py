"""What was to be filled in later is found, in several languages, and nothing that only looks like it."""

import pytest

from publishing.checks.placeholders import found_in, placeholders
from tests.publishing.checks.drafts import draft, p, words

FOUND = [
    ("The prize was TK dollars.", "TK"),
    ("It cost $TKm.", "TKm"),
    ("He was born in TKTK.", "TKTK"),
    ("tktk more here", "tktk"),
    ("Ask XXX about it.", "XXX"),
    ("Ask xxxx about it.", "xxxx"),
    ("The prize was ??? dollars.", "???"),
    ("Lorem ipsum dolor", "Lorem ipsum"),
    ("[TK]", "[TK]"),
    ("so [tk: the year] it was", "[tk: the year]"),
    ("so [XXX] it was", "[XXX]"),
    ("so [??] it was", "[??]"),
    ("so [check] it was", "[check]"),
    ("so [Check with Ana] it was", "[Check with Ana]"),
    ("so [source?] it was", "[source?]"),
    ("so [name of the ferry] it was", "[name of the ferry]"),
    ("so [DATE] it was", "[DATE]"),
    ("so [figure to come] it was", "[figure to come]"),
    ("so [link] it was", "[link]"),
    ("so [todo: call them] it was", "[todo: call them]"),
    ("full width ［TK］ too", "［TK］"),
]


@pytest.mark.parametrize(("text", "placeholder"), FOUND)
def test_it_is_found(text: str, placeholder: str) -> None:
    assert [found for _at, found in found_in(text)] == [placeholder]


NOT_FOUND = [
    "He said “the price is [TK]” and left.",
    'He said "TK" and left.',
    "‘XXX’ was the name of the film.",
    "«???» stood on the wall.",
    "„[prüfen]“ stand da.",
    "He wrote “recieve [sic]”.",
    "It was recieve [sic] so.",
    "One […] two [...] three.",
    "As shown in [1] and [12].",
    "[Ana] said so; [they] agreed.",
    "[checkmate] and [linked] and [sourced] words",
    "[Names changed] at their request.",
    "She bought it at TK Maxx.",
    "The TK-80 was a computer.",
    "Super Bowl XXX was played in 1996.",
    "The Games of the XXX Olympiad were in London.",
    "Chapter XXX is the last.",
    "What?? he asked.",
    "Does it matter? ?",
    "tk.example is a domain, and so is example.xxx now",
    "ATK and TKO are words.",
    "See https://example.org/XXX/ there",
    "Tk is a toolkit.",
    "",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_it_is_not_found(text: str) -> None:
    assert found_in(text) == []


IN_LANGUAGES = [
    ("de", "so [prüfen] und [Quelle?] und [Name]", ["[prüfen]", "[Quelle?]", "[Name]"]),
    ("de", "Die TK zahlt, die AOK auch; TKTK fehlt.", ["TKTK"]),
    ("fr", "il a [vérifier] et [chiffre] et [lien]", ["[vérifier]", "[chiffre]", "[lien]"]),
    ("es", "son [fuente] y [fecha] y [comprobar esto]", ["[fuente]", "[fecha]", "[comprobar esto]"]),
    ("ru", "это [источник] и [проверить]", ["[источник]", "[проверить]"]),
    ("zh", "他说[来源待补]和［数字］", ["[来源待补]", "［数字］"]),
    ("ja", "これは[要確認]です", ["[要確認]"]),
    ("it", "è [fonte] o TK", ["[fonte]", "TK"]),
    ("en", "so [prüfen] it is", []),
]


@pytest.mark.parametrize(("language", "text", "found"), IN_LANGUAGES)
def test_other_languages_have_words_of_their_own(language: str, text: str, found: list[str]) -> None:
    assert [words for _at, words in found_in(text, language=language)] == found


def test_it_says_where_and_asks_once_more_but_does_not_block() -> None:
    (found,) = placeholders(
        draft(
            p("Good.", "One TK and TK.") + "<h2>[TK]</h2><ul><li><p>a</p></li><li><p>TK</p></li></ul>",
            headline="Prize of TK",
            standfirst="[check]",
        )
    )
    assert found.asks_again and not found.blocking and found.sentence == "6 placeholders"
    assert [(place.field, place.block, place.words, place.nth) for place in found.places] == [
        ("headline", None, "TK", 0),
        ("standfirst", None, "[check]", 0),
        ("body", 1, "TK", 0),
        ("body", 1, "TK", 1),
        ("body", 2, "[TK]", 0),
        ("body", 3, "TK", 0),
    ]


def test_one_is_named() -> None:
    (found,) = placeholders(draft(p("One [TK] here.")))
    assert found.sentence == "Placeholder “[TK]”"


def test_the_words_of_somebody_are_left_alone() -> None:
    said = '<q data-quote="q1">“we paid [TK] then”</q>'
    block = '<blockquote data-quote="q2"><p>We paid XXX then</p></blockquote>'
    pull = '<blockquote data-pull=""><p>It was TK</p></blockquote>'
    assert words(placeholders(draft(p(said) + block + pull))) == []
    assert words(placeholders(draft(p(said + " TK")))) == ["TK"]
