"""What is found of texts in many scripts, the same on both databases."""

import pytest

from publishing.search import Search
from tests.publishing.search.texts import QUESTIONS, TEXTS, Asked, day, put_texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put_texts()


def found(asked: Asked) -> str:
    search = Search(asked.words, at=day(asked.at))
    if asked.tag is not None:
        search = search.tagged(asked.tag)
    if asked.since is not None:
        search = search.between(day(asked.since))
    if asked.kinds:
        search = search.kinds(*asked.kinds)
    hits = search.page().hits
    assert search.at_least() == len(hits)
    return " ".join(TEXTS[hit.object_id].key for hit in hits)


def test_every_question_finds_what_it_should_in_order() -> None:
    answers = {asked: found(asked) for asked in QUESTIONS}
    assert answers == {asked: asked.found for asked in QUESTIONS}
