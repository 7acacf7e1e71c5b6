"""Figures and quotations without a source."""

import pytest

from publishing.checks.figures import claims
from publishing.checks.unsourced import figures, quoted
from tests.publishing.checks.drafts import CITE, draft, p, words

CLAIMS = [
    ("The machine had 480 chips.", ["480"]),
    ("It looked at 200 million positions.", ["200"]),
    ("It judged about 8,000 features.", ["8,000"]),
    ("Prices rose by 3%.", ["3%"]),
    ("Prices rose by 3 per cent.", ["3"]),
    ("It cost $5.", ["$5"]),
    ("It cost 5 dollars.", ["5"]),
    ("Es kostete 5 Euro.", ["5"]),
    ("They won by 3½ to 2½.", ["3½", "2½"]),
    ("It weighs 2.5 tonnes.", ["2.5"]),
    ("Two million people left.", ["Two million"]),
    ("Some 1,200 people came.", ["1,200"]),
    ("It has 4 km of pipes.", ["4"]),
    ("In 1997, 56 people came.", ["56"]),
    ("He walked 26 miles on 3 May 1997.", ["26"]),
    ("It took 107 steps.", ["107"]),
]


@pytest.mark.parametrize(("text", "found"), CLAIMS)
def test_what_claims_something(text: str, found: list[str]) -> None:
    assert [number for _at, number in claims(text)] == found


NO_CLAIMS = [
    "In 1936 the question was another.",
    "On 3 May 1997 it began.",
    "On May 3, 1997, it began.",
    "On May 31st it ended.",
    "On the 21st day it ended.",
    "At 12:04 it ended, on 2020-05-17 or 17.5.2020.",
    "He had 2 dogs and 12 cats.",
    "GPT-4, B-52 and COVID-19 are names.",
    "The Boeing 747 and Windows 95 are names.",
    "See page 442, chapter 16 and § 26.",
    "Jonas Weil, 53, said so.",
    "Jonas Weil (53) said so.",
    "She was aged 35 then.",
    "The 23-year-old left.",
    "From 1950 to 1960 nothing happened.",
    "the 1990s were long",
    "The 19th century was long.",
    "No. 57 was the last.",
    "Nothing at all.",
    "Since 2019 it has been so.",
]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_claims_nothing(text: str) -> None:
    assert claims(text) == []


IN_LANGUAGES = [
    ("de", "Am 3. Mai 1997 kamen 1.500 Menschen.", ["1.500"]),
    ("de", "Am 17. Dezember waren es 12 Prozent.", ["12"]),
    ("fr", "Le 14 juillet 1789, 954 assaillants prirent la Bastille.", ["954"]),
    ("es", "El 14 de julio murieron 98 personas.", ["98"]),
    ("zh", "1997年5月3日，有480块芯片。", []),
    ("zh", "有 480 块芯片，1997年5月3日。", ["480"]),
    ("ru", "3 мая 1997 года пришли 1500 и 250 человек.", ["250"]),
]


@pytest.mark.parametrize(("language", "text", "found"), IN_LANGUAGES)
def test_dates_are_told_from_figures_in_the_languages_texts_are_in(
    language: str, text: str, found: list[str]
) -> None:
    assert [number for _at, number in claims(text, language=language)] == found


FIGURES = [
    (p("It had 480 chips."), ["It had 480 chips."]),
    (p(f"It had 480 chips.{CITE}"), []),
    (p(f"It had 480 chips. That was much.{CITE}"), []),
    (p(f"It had many chips.{CITE} They made 256 boards."), ["They made 256 boards."]),
    (p(f"It had {CITE}480 chips."), []),
    (p(f"It had 480 chips.{CITE}", "With 480 chips it won."), []),
    (p("With 480 chips it won.", f"It had 480 chips.{CITE}"), []),
    ("<h2>The 480 chips</h2>" + p("a"), []),
    (p('<q data-quote="q1">“We had 480 chips”</q> he said.'), []),
    (f"<ul><li><p>480 chips</p></li><li><p>256 boards{CITE}</p></li></ul>", []),
    ("<ul><li><p>480 chips</p></li><li><p>256 boards</p></li></ul>", ["480 chips", "256 boards"]),
    ("<table><tr><th>Chips</th></tr><tr><td>480</td></tr><tr><td>256</td></tr></table>", ["480"]),
    (f"<table><tr><th>Chips{CITE}</th></tr><tr><td>480</td></tr></table>", []),
    (p("“It had 480 chips,” he said."), ["“It had 480 chips,” he said."]),
]


@pytest.mark.parametrize(("body", "found"), FIGURES)
def test_figures(body: str, found: list[str]) -> None:
    assert words(figures(draft(body))) == found


QUOTED = [
    (p('<q data-quote="q1" data-person="a">“So it is”</q> he said.'), ["“So it is”"]),
    (p('<q data-quote="q1" data-person="a" data-reference="abc">“So it is”</q> he said.'), []),
    (p(f'<q data-quote="q1" data-person="a">“So it is”</q> he said.{CITE}'), []),
    ('<blockquote data-quote="q1"><p>So it is.</p></blockquote>', ["So it is."]),
    ('<blockquote data-quote="q1" data-reference="abc"><p>So it is.</p></blockquote>', []),
]


@pytest.mark.parametrize(("body", "found"), QUOTED)
def test_quotations(body: str, found: list[str]) -> None:
    assert words(quoted(draft(body))) == found


def test_a_source_of_the_whole_is_enough_and_pages_are_not_asked() -> None:
    body = p("It had 480 chips.") + '<blockquote data-quote="q1"><p>So it is.</p></blockquote>'
    with_source = draft(body, sources=["abc"])
    assert words(figures(with_source)) == words(quoted(with_source)) == []
    page = draft(body)
    del page.content["sources"]
    assert words(figures(page)) == []
