"""The words by which caches know a page tell nobody what they stand for, and are never too many."""

import pytest
from django.test import override_settings

from purging.words import ALL, LENGTH, word, words_of, words_to_drop


def test_a_word_names_nothing_and_is_another_one_on_every_site() -> None:
    here = word("references.reference:5")
    assert "5" not in word("a") or here.isascii()
    assert here == word("references.reference:5") != word("references.reference:6")
    with override_settings(SECRET_KEY="another secret that is long enough for a site"):
        assert word("references.reference:5") != here
    assert len(here) == 12 and here.replace("-", "").replace("_", "").isalnum()


def test_an_answer_carries_a_word_for_each_thing_it_shows() -> None:
    shown = {"articles.article:1", ">publishing.tag:2"}
    words = words_of(shown, everything=False)
    assert set(words) == {word(ALL), *map(word, shown)}
    # A change of either drops it; of anything else it does not.
    for key in shown:
        assert words_to_drop([key]) & set(words)
    assert not words_to_drop(["articles.article:3"]) & set(words)


def test_what_cannot_tell_what_it_shows_goes_with_any_change() -> None:
    assert words_to_drop(["articles.article:3"]) & set(words_of(set(), everything=True))
    assert words_to_drop([]) == set()


@pytest.mark.parametrize("most", [1000, 3000, 8000])
@pytest.mark.parametrize("count", [1, 70, 74, 75, 228, 229, 600, 3000])
def test_no_answer_says_more_than_fits_and_each_goes_with_whatever_it_shows(most: int, count: int) -> None:
    shown = {f"articles.article:{number}" for number in range(count)}
    with override_settings(PURGE_LABEL_BYTES=most):
        words = words_of(shown, everything=True)
        assert len(",".join(words)) <= most and len(words) * LENGTH <= most
        assert all(words_to_drop([key]) & set(words) for key in shown)
