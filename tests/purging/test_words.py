"""The words by which caches know a page tell nobody what they stand for, and are never too many."""

from django.test import override_settings

from purging.words import ALL, MOST_WORDS, word, words_of, words_to_drop


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


def test_what_shows_very_much_carries_fewer_words_and_goes_all_the_same() -> None:
    shown = {f"articles.article:{number}" for number in range(3000)}
    words = words_of(shown, everything=True)
    assert len(words) <= MOST_WORDS and len(" ".join(words)) < 4000
    assert all(words_to_drop([key]) & set(words) for key in shown)


def test_as_many_as_may_be_fit() -> None:
    shown = {f"articles.article:{number}" for number in range(MOST_WORDS)}
    assert len(",".join(words_of(shown, everything=True))) < 4000
