"""Paths made without asking Django each time are those that Django makes."""

import pytest
from django.urls import NoReverseMatch, reverse

from publishing.paths import path_to


@pytest.mark.parametrize("name", ["article", "person", "page", "tag", "reference", "person-feed", "tag-feed"])
@pytest.mark.parametrize("word", ["a", "a-longer-one", "UPPER_case-9", "0", "-"])
def test_plain_words(name: str, word: str) -> None:
    assert path_to(name, word) == reverse(name, args=[word])


@pytest.mark.parametrize("word", ["ärger", "日本", "ё"])
def test_words_of_any_script(word: str) -> None:
    assert path_to("tag", word) == reverse("tag", args=[word])


@pytest.mark.parametrize("word", ["", "a/b", "a b", "a\n", "%2e"])
def test_what_is_no_address_is_refused_as_before(word: str) -> None:
    with pytest.raises(NoReverseMatch):
        path_to("article", word)
