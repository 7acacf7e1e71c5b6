"""The last part of a web address, made of a headline in any script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.slugs import SLUG_LENGTH, make_slug

letters = st.characters(categories=["Lu", "Ll", "Lo"], codec="utf-8").filter(make_slug)
words = st.text(letters, min_size=2, max_size=6)
numbers = st.text("0123456789", min_size=1, max_size=2)
joining = "'’‘‛´`′＇·\"״׳_"
separators = st.characters(categories=["P", "S", "Z"], exclude_characters=joining)


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("GPT-4.5 arrives", "gpt-4-5-arrives"),
        ("GPT-45 arrives", "gpt-45-arrives"),
        ("and/or", "and-or"),
        ("2024/25 season", "2024-25-season"),
        ("one,two", "one-two"),
        ("Wait…what", "wait-what"),
        ("½-inch", "1-2-inch"),
        ("1½ hours", "1-1-2-hours"),
        ("10² people", "10-2-people"),
        ("CO₂ rises", "co2-rises"),
        ("U.S. exports rise", "us-exports-rise"),
        ("U.S.-China talks", "us-china-talks"),
        ("J.R.R.Tolkien", "jrr-tolkien"),
        ("Node.js", "node-js"),
        (".NET", "net"),
        ("1,000 days", "1000-days"),
        ("1,000,000 or 1,00,000", "1000000-or-100000"),
        ("1’000 francs", "1000-francs"),
        ("1,2,3,400", "1-2-3-400"),
        ("5'10\" tall", "5-10-tall"),
        ("24/7 care", "24-7-care"),
        ("The mayor’s plan", "the-mayors-plan"),
        ("the 1990's", "the-1990s"),
        ("Paris–Vienna by night", "paris-vienna-by-night"),
        ("Yes.No.Maybe", "yes-no-maybe"),
        ("C++ and C#", "c-plus-plus-and-c-sharp"),
        ("#MeToo at #1", "metoo-at-1"),
        ("The U.S.’s plan", "the-uss-plan"),
        ("From 7p.m. on", "from-7pm-on"),
        ("Don`t and don′t", "dont-and-dont"),
        ("AT&T at 50%", "at-and-t-at-50-percent"),
        ("Cafe\u0301’s end", "cafes-end"),
        ("Ольга Мойсеева", "olga-moyseeva"),
        ("パリ・バリ", "pari-bari"),
        ("北京：新模型", "beijing-xinmoxing"),
        ("כוחות צה״ל", "khvhvt-tshl"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Hello🎉World", "hello-tada-world"),
        ("a_b", "a_b"),
        ("{", ""),
        ("???", ""),
    ],
)
def test_a_headline_and_its_address(headline: str, slug: str) -> None:
    assert make_slug(headline) == slug


@given(st.text(max_size=400))
def test_an_address_is_its_own_address_and_plain(text: str) -> None:
    slug = make_slug(text)
    assert make_slug(slug) == slug
    assert len(slug) <= SLUG_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert "--" not in slug
    assert slug.strip("-_") == slug


@given(words, separators, words)
def test_what_a_sign_keeps_apart_stays_apart(first: str, sign: str, second: str) -> None:
    whole = make_slug(f"{first}{sign}{second}")
    assert whole.startswith(f"{make_slug(first)}-")
    assert whole.endswith(f"-{make_slug(second)}")


@given(numbers, separators, numbers)
def test_numbers_never_run_into_each_other(first: str, sign: str, second: str) -> None:
    assert make_slug(f"{first}{sign}{second}") != make_slug(f"{first}{second}")


@given(words, st.sampled_from("'’"), words)
def test_an_apostrophe_inside_a_word_keeps_nothing_apart(first: str, sign: str, second: str) -> None:
    together = unicodedata.normalize("NFC", f"{first}{second}")
    assert make_slug(f"{first}{sign}{second}") == make_slug(together)
