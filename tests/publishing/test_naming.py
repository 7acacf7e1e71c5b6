"""When two names are one, and that nothing else makes them one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.naming import LONGEST_KEY, first_word, name_key, words_in

SAME = [
    ("ＡＩ", "AI"),
    ("Women’s rights", "Women's rights"),
    ("“Quoted”", '"quoted"'),
    ("Paris–Vienna", "paris-vienna"),
    ("José Núñez", "Jose Nunez"),
    ("Jose\u0301", "José"),
    ("Trần", "Tran"),
    ("Ελένη", "ΕΛΕΝΗ"),
    ("Ὀδυσσεύς", "Οδυσσευς"),
    ("Алёна Моисе́ева", "Алена Моисеева"),
    ("STRASSE", "Straße"),
    ("ﾊﾟﾘ", "パリ"),
    ("می\u200cخواهم", "میخواهم"),
    ("  Ana\u00a0 Ruiz ", "ana ruiz"),
    ("Ana\u200b\u202e Ruiz", "Ana Ruiz"),
    ("❤️", "❤"),
    ("IŞIK", "Işık"),
    ("KIRAÇ", "Kıraç"),
    ("İnönü", "INÖNÜ"),
    ("Hawaiʻi", "Hawai'i"),
    ("‹Le Monde›", "'le monde'"),
    ("ŉ Man", "'n man"),
]
APART = [
    ("パリ", "バリ"),
    ("はは", "ばば"),
    ("C", "C++"),
    ("C++", "C#"),
    ("🤔", "🎉"),
    (".NET", "Net"),
    ("AT&T", "ATT"),
    ("Report 1.2", "Report 12"),
    ("सीमा वर्मा", "सोमा वर्मा"),
    ("कल की बात", "काल की बात"),
    ("สี", "สุ"),
    ("அ", "ஆ"),
    ("كَتَبَ", "كُتِبَ"),
    ("Ольга Мойсеева", "Ольга Моисеева"),
    ("Їжак", "Іжак"),
    ("Ўсход", "Усход"),
    ("?", "!"),
    ("…", "–"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_a_name_compared_twice_is_compared_the_same(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key or len(key) == LONGEST_KEY
    assert len(key) <= LONGEST_KEY


@given(st.text(st.characters(categories=["P", "S"]), min_size=1, max_size=3))
def test_what_is_only_signs_is_a_name_of_its_own(signs: str) -> None:
    assert name_key(signs)


def test_long_names_stay_apart() -> None:
    one, other = (name_key("a" * 400 + end) for end in "xy")
    assert one != other


@pytest.mark.parametrize(
    ("name", "word", "text"),
    [
        ("liang wenfeng", "liang", "Then Liang Wenfeng said"),
        ("梁文锋", "梁文", "昨天梁文锋说"),
        ("이순신", "이순", "어제 이순신은"),
        ("!", "", ""),
    ],
)
def test_the_word_a_text_is_searched_by(name: str, word: str, text: str) -> None:
    assert first_word(name) == word
    assert not word or word in words_in(text)
