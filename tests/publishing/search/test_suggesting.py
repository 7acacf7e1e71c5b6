"""What is proposed while one types, where nothing is found, and what is shown of a hit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.search import Search
from publishing.search.snippets import snippets
from publishing.workflow import publish
from tests import factories as make
from tests.publishing.search.texts import TEXTS, day, put_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put_texts()


def meant(words: str, at: int = 50) -> str:
    return Search(words, at=day(at)).suggestion()


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("parlament", "Parliament"),
        ("parilament", "Parliament"),
        ("parliamment budget", "Parliament budget"),
        ("объединеные", "объединённые"),
        ("Muler", "Müller"),
        ("resings", "resigns"),
        ("parliament", ""),
        ("qqqqqq", ""),
        ("zeebra", ""),
        ("girafe", ""),
        ("", ""),
    ],
)
def test_a_word_typed_wrong_is_mended_by_one_that_readers_find_now(
    typed: str, proposed: str, texts: None
) -> None:
    assert meant(typed) == proposed


def test_what_was_or_will_be_public_is_proposed_then(texts: None) -> None:
    assert meant("zeebra", at=20) == "zebra"
    assert meant("girafe", at=70) == "giraffe"


def test_a_form_that_only_stands_in_what_is_scheduled_is_never_proposed(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make.make_published_article(headline="An election")
        make.make_scheduled_article(starts_at=timezone.now() + timedelta(days=2), headline="Elections")
    assert Search("electionz").suggestion() in ("", "election")
    assert Search("electioms").suggestion() == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("p", "a2"),
        ("parl", "a2"),
        ("parliament v", "a2"),
        ("liang w", "p1"),
        ("lia", "p1"),
        ("o'br", "p2"),
        ("obr", "p2"),
        ("łód", "a1"),
        ("梁", "zh p1"),
        ("梁文锋", "p1 zh"),
        ("zeb", ""),
        ("", ""),
        ("*", ""),
    ],
)
def test_names_and_headlines_are_proposed_as_one_types(typed: str, found: str, texts: None) -> None:
    hits = [suggested.hit for suggested in Search(typed, at=day(50)).starting()]
    assert " ".join(TEXTS[hit.object_id].key for hit in hits) == found


def shown(words: str, at: int | None = 50) -> list[str]:
    search = Search(words) if at is None else Search(words, at=day(at))
    return [str(snippet.text) for snippet in snippets(search, search.page().hits).values()]


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("muller", "<mark>Müller</mark>"),
        ("strasse", "<mark>Straße</mark>"),
        ('"parliament agreed"', "<mark>parliament agreed</mark>"),
        ("obrien market", "<mark>O’Brien</mark>"),
        ("深度求索 杭州", "<mark>深度求索</mark>"),
        ("深度", "<mark>深度</mark>"),
        ("국회", "<mark>국회</mark>"),
        ("น้ำท่วม", "<mark>น้ำท่วม</mark>"),
        ("محمد", "<mark>مُحَمَّد</mark>"),
        ("agree", "<mark>agreed</mark>"),
        ("parl*", "<mark>parliament</mark>"),
    ],
)
def test_the_words_are_marked_as_the_text_writes_them(asked: str, marked: str, texts: None) -> None:
    assert any(marked in text for text in shown(asked))


def test_what_a_text_says_is_never_markup_and_a_long_one_is_cut_around_the_words(
    django_capture_on_commit_callbacks,
) -> None:
    filler = "Nothing of it is here. " * 60
    article = make.make_article(
        body=make.text_of(f"{filler}Then the okapi & <b>the</b> zebra came. {filler}")
    )
    with django_capture_on_commit_callbacks(execute=True):
        publish(working_copy=article, version=article.version, actor=None)
    (text,) = shown("zebra okapi", at=None)
    assert "<mark>okapi</mark> &amp; &lt;b&gt;the&lt;/b&gt; <mark>zebra</mark> came" in text
    assert text.startswith("… ") and text.endswith(" …") and len(text) < 400
