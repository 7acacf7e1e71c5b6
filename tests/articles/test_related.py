"""Related articles and the reason given for each."""

import pytest

from articles.models import Article
from articles.models.related import MOST
from publishing.records import save_record
from publishing.workflow import publish, withdraw
from tests.factories import (
    citing,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    mentioning,
    save,
    text_of,
)
from tests.reading import by_class, text, tree, words

pytestmark = pytest.mark.django_db


def path_of(article: Article) -> str:
    return f"/articles/{article.slug}/"


def reasons(article: Article) -> dict[str, str]:
    """Return the reason shown for each related article, by its headline."""
    page = by_class(tree(path_of(article)), "related")
    items = [item for aside in page for item in aside.iter("li")]
    return {
        words(item.find("a")): " ".join(words(reason) for reason in by_class(item, "reason"))
        for item in items
    }


def change(article: Article, **payload: object) -> None:
    publish(working_copy=article, version=save(article, **payload), actor=None)


def test_the_strongest_thing_shared_is_the_reason_in_both_directions() -> None:
    source, person, tag = (
        make_reference(title="The paper"),
        make_person(published=True, name="Ada"),
        make_tag("AI"),
    )
    everything = {"body": citing(source) + mentioning(person), "tags": [tag.key]}
    older = make_published_article(headline="Older", **everything)
    by_source = make_published_article(headline="By source", **everything)
    by_person = make_published_article(headline="By person", body=mentioning(person), tags=[tag.key])
    by_tag = make_published_article(headline="By tag", tags=[tag.key])
    assert reasons(older) == {
        "By tag": "Also on AI",
        "By person": "Also about Ada",
        "By source": "Also cites The paper",
    }
    assert reasons(by_source)["Older"] == "Also cites The paper"
    assert reasons(by_person)["Older"] == "Also about Ada"
    assert reasons(by_tag)["Older"] == "Also on AI"


def test_the_reason_is_in_the_words_of_today() -> None:
    source = make_reference(title="First title")
    older, newer = (make_published_article(sources=[source.key]) for _ in range(2))
    save_record(record=source, changes={"title": "Second title"}, version=source.version, actor=None)
    for article in (older, newer):
        assert list(reasons(article).values()) == ["Also cites Second title"]


def test_what_readers_may_not_know_of_is_never_a_reason() -> None:
    source, person, tag = (
        make_reference(title="CANARY"),
        make_person(published=True, name="Ada"),
        make_tag("AI"),
    )
    shared = {"body": citing(source) + mentioning(person), "tags": [tag.key]}
    older, newer = make_published_article(**shared), make_published_article(**shared)
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    for article in (older, newer):
        assert list(reasons(article).values()) == ["Also about Ada"]
        assert "CANARY" not in text(path_of(article))
    withdraw(working_copy=person, edition=1, actor=None)
    for article in (older, newer):
        assert list(reasons(article).values()) == ["Also on AI"]


def test_a_reason_that_is_gone_from_either_text_is_given_no_more() -> None:
    source, tag = make_reference(title="The paper"), make_tag("AI")
    older, newer = (make_published_article(body=citing(source), tags=[tag.key]) for _ in range(2))
    change(older, body=text_of("Without a source."))
    assert list(reasons(newer).values()) == ["Also on AI"]
    assert list(reasons(older).values()) == ["Also on AI"]
    change(newer, tags=[])
    assert reasons(older) == reasons(newer) == {}


def test_what_nobody_may_know_of_lists_nothing() -> None:
    """That two texts belong together tells that they share something, even where it is not said what."""
    source, person = make_reference(title="CANARY"), make_person(published=True, name="Ada")
    by_source = [make_published_article(body=citing(source)) for _ in range(2)]
    by_person = [make_published_article(body=mentioning(person)) for _ in range(2)]
    assert all(len(reasons(article)) == 1 for article in (*by_source, *by_person))
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    withdraw(working_copy=person, edition=1, actor=None)
    for article in (*by_source, *by_person):
        assert not by_class(tree(path_of(article)), "related")
    save_record(record=source, changes={"confidential": False}, version=source.version, actor=None)
    assert all(len(reasons(article)) == 1 for article in by_source)


def test_those_that_may_not_be_listed_take_no_place() -> None:
    secret, tag = make_reference(), make_tag("AI")
    open_ones = [make_published_article(headline=f"Open {n}", tags=[tag.key]) for n in range(3)]
    closed = [make_published_article(headline=f"Closed {n}", body=citing(secret)) for n in range(4)]
    article = make_published_article(body=citing(secret), tags=[tag.key])
    save_record(record=secret, changes={"confidential": True}, version=secret.version, actor=None)
    assert set(reasons(article)) <= {other.headline for other in open_ones}
    assert not set(reasons(article)) & {other.headline for other in closed}
    assert reasons(article)


def test_a_source_confidential_from_the_start_takes_no_place_from_what_may_be_listed() -> None:
    secret, tag = make_reference(confidential=True), make_tag("AI")
    open_ones = [make_published_article(headline=f"Open {n}", tags=[tag.key]) for n in range(MOST)]
    for _ in range(MOST):
        make_published_article(body=citing(secret))
    article = make_published_article(body=citing(secret), tags=[tag.key])
    assert set(reasons(article)) == {other.headline for other in open_ones}


def test_a_confidential_source_keeps_no_other_from_being_the_reason() -> None:
    secret, named = make_reference(confidential=True), make_reference(title="The paper")
    for article in [make_published_article(body=citing(secret) + citing(named)) for _ in range(2)]:
        assert list(reasons(article).values()) == ["Also cites The paper"]


def test_a_headline_and_a_title_in_another_script_stand_as_they_are_written() -> None:
    source = make_reference(title="مصدر")
    older = make_published_article(headline="عنوان", language="ar", sources=[source.key])
    newer = make_published_article(sources=[source.key])
    [aside] = by_class(tree(path_of(newer)), "related")
    link = aside.find(".//a")
    assert link is not None and link.get("lang") == "ar" and link.get("dir") == "auto"
    assert words(aside.find(".//bdi")) == "مصدر"
    assert older.headline in words(aside)
