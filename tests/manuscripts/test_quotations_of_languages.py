"""Who is quoted in other languages: a wrong speaker never, a missing one as seldom as can be."""

import tomllib
from pathlib import Path

import pytest

from manuscripts.quotations import find_quotations

FOLDER = Path(__file__).parent / "quotations"
CASES = [
    (path.stem, *(part.strip() for part in case.split("|", 1)))
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]


@pytest.mark.parametrize(("language", "speaker", "text"), CASES)
def test_who_spoke_is_read_by_the_words_of_the_language(language, speaker, text):
    quotations, _spans = find_quotations([text], people=(), language=language)
    assert {one.speaker for one in quotations} == (set() if speaker == "-" else {speaker})


@pytest.mark.parametrize(
    ("language", "texts", "speaker"),
    [
        (
            "de",
            ["„Es ist kalt“, sagte Julia Roth.", "Laut Roth sei „die Technik schuld daran“."],
            "Julia Roth",
        ),
        ("de", ["„Ja“, sagte Julia Roth zu Karl Roth.", "„Es ist kalt“, sagte Roth."], "Roth"),
        ("es", ["«Sí», dijo Carmen Ortiz a Luis Prado. «No», dijo él."], ""),
        ("fr", ["« Oui », dit Claire Morel.", "« Non », répond Morel."], "Claire Morel"),
        ("ar", ["قال سامي النجار: «نعم».", "وقال النجار: «لا»."], "سامي النجار"),
    ],
)
def test_a_surname_or_a_pronoun_means_somebody_only_without_a_choice(language, texts, speaker):
    assert find_quotations(texts, people=(), language=language)[0][-1].speaker == speaker


def test_words_after_the_second_dash_belong_to_the_same_speech():
    text = "— Não foi o mar — pediu Joaquim Serrão. — Foi o preço do gelo."
    ((one,), _spans) = find_quotations([text], people=(), language="pt")
    assert (one.speaker, one.parts) == ("Joaquim Serrão", ("Não foi o mar", "Foi o preço do gelo."))


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt", "zh", "ja", "ar"])
def test_time_grows_with_the_text(language):
    for piece in ("“a b c”, dijo ", "— a — dijo ", "「あ」と", "«", "X说：“", "قال: «"):
        find_quotations([piece * 3000, "x"], people=(), language=language)


@pytest.mark.parametrize(
    ("language", "texts", "parts"),
    [
        ("fr", ["« Je me lève tôt.", "« Je pars à six heures », précise Luc Morel."], 2),
        ("ja", ["田中市長は「予算は確保した。", "「工事は五月に始まる」と述べた。"], 2),
        ("zh", ["「我們沒有選擇，」李明說。「牆快塌了。」"], 2),
        ("ja", ["「残ります」と佐藤健一さんは語った。「賢い壁」という計画もある。"], 1),
        ("en", ["“We go,” said Tom Harlow. “Low Water” sold well."], 1),
        ("en", ["“Will we pay?” said Tom Harlow. Then the mayor added: “Yes, in full.”"], 1),
    ],
)
def test_what_follows_is_of_the_same_speech_only_if_it_can_be(language, texts, parts):
    quotations, _spans = find_quotations(texts, people=(), language=language)
    assert len(quotations[0].parts) == parts
