"""Related articles and the reason given for each."""

import random
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Article, ArticleEdition, ArticleTag, Citation, Mention, Related
from articles.models.related import MOST
from articles.shown import live_edition, page_of
from profiles.models import Person, PersonEdition
from publishing.records import save_record
from publishing.workflow import publish, republish, schedule, withdraw
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
from tests.soaking import how_many

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


# -- where an edition leads is written with it; the same is found in the links ------------------------------


def looked_up(edition: ArticleEdition, *, at: datetime) -> list[tuple[int, Any, Any, Any]]:
    """Return related articles and what both share as the links themselves say it, newest first."""
    with_page = PersonEdition.objects.live(at).filter(working_copy=OuterRef("person"))
    own = {
        "reference": Citation.objects.filter(edition=edition, reference__confidential=False),
        "person": Mention.objects.filter(Exists(with_page), edition=edition),
        "tag": ArticleTag.objects.filter(edition=edition),
    }
    chosen = Related.objects.filter(edition=edition).values("other")
    pointing = (
        Related.objects.live(at)
        .filter(other=edition.working_copy_id)
        .newest()
        .values_list("edition", flat=True)
    )
    live = ArticleEdition.objects.live(at)
    others = {*live.filter(working_copy__in=chosen), *live.filter(pk__in=[*pointing[:MOST]])}
    found = []
    for other in sorted(others, key=lambda each: (each.published_at, each.pk), reverse=True):
        reason: list[Any] = [None, None, None]
        for place, (field, links) in enumerate(own.items()):
            rows: Any = links.model.objects.filter(edition=other, **{f"{field}__in": links.values(field)})
            reason[place] = rows.order_by("position").values_list(field, flat=True).first()
            if reason[place]:
                break
        if any(reason) and not other.is_retracted:
            found.append((other.pk, *reason))
    return found[:MOST]


def shown(edition: ArticleEdition, *, at: datetime) -> list[tuple[int, Any, Any, Any]]:
    """Return what the page of an edition shows of the same."""
    return [
        (
            one.edition.pk,
            one.source.pk if one.source else None,
            one.person.working_copy_id if one.person else None,
            one.tag.pk if one.tag else None,
        )
        for one in page_of(edition, at=at).related
    ]


def counted(edition: ArticleEdition, *, at: datetime) -> dict[int, int]:
    """Return in how many articles the page says that each source is cited."""
    return {entry.reference.pk: entry.reference.articles for entry in page_of(edition, at=at).text.sources}


def counted_plainly(edition: ArticleEdition, *, at: datetime) -> dict[int, int]:
    """Return the same by counting; that this one cites it goes without saying."""
    own = Citation.objects.filter(edition=edition, reference__confidential=False).values_list("reference")
    live = Citation.objects.live(at)
    numbers = {pk: live.filter(reference=pk).count() for [pk] in own}
    return {pk: number if number > 1 else 0 for pk, number in numbers.items()}


def test_whatever_happens_the_page_shows_what_the_links_say() -> None:
    chance = random.Random(39)
    people = [make_person(published=True) for _ in range(3)]
    sources, tags = [make_reference() for _ in range(3)], [make_tag() for _ in range(2)]

    def anything() -> dict[str, Any]:
        some = [citing(chance.choice(sources)) for _ in range(chance.randint(0, 2))]
        some += [mentioning(chance.choice(people)) for _ in range(chance.randint(0, 2))]
        chance.shuffle(some)
        chosen = [tag.key for tag in chance.sample(tags, chance.randint(0, 2))]
        return {"body": text_of("Words.") + "".join(some), "tags": chosen}

    articles = [make_published_article(**anything()) for _ in range(6)]
    compared = 0
    for step in range(how_many(7, soak=100)):
        happens = chance.choice(["publish", "publish", "withdraw", "secret", "closed", "later"])
        row = Article.objects.get(pk=chance.choice(articles).pk)
        live = live_edition(row.slug, at=timezone.now())
        if happens == "publish":
            publish(working_copy=row, version=save(row, **anything()), actor=None, pending="cancel")
        elif happens == "withdraw":
            if live:
                withdraw(working_copy=row, edition=live.number, actor=None)
            else:
                republish(working_copy=row, actor=None)
        elif happens == "secret":
            source = chance.choice(sources)
            source.refresh_from_db()
            hidden = {"confidential": not source.confidential}
            save_record(record=source, changes=hidden, version=source.version, actor=None)
        elif happens == "closed":
            person = Person.objects.get(pk=chance.choice(people).pk)
            page = PersonEdition.objects.live(timezone.now()).filter(working_copy=person).first()
            if page:
                withdraw(working_copy=person, edition=page.number, actor=None)
            else:
                republish(working_copy=person, actor=None)
        else:
            starts_at, version = timezone.now() + timedelta(days=1 + step), save(row, **anything())
            schedule(working_copy=row, version=version, actor=None, starts_at=starts_at, pending="cancel")
        now = timezone.now()
        for at in (now, now + timedelta(days=40)):
            for edition in ArticleEdition.objects.live(at):
                assert shown(edition, at=at) == looked_up(edition, at=at), (step, happens)
                assert counted(edition, at=at) == counted_plainly(edition, at=at), (step, happens)
                compared += bool(looked_up(edition, at=at))
    assert compared > 10


def test_versions_from_before_are_told_where_they_lead() -> None:
    source, person, tag = make_reference(), make_person(published=True), make_tag()
    everything = {"body": citing(source) + mentioning(person), "tags": [tag.key]}
    for _ in range(3):
        make_published_article(**everything)
    make_published_article()
    as_published = dict(ArticleEdition.objects.values_list("pk", "leads_to"))
    assert {} in as_published.values()
    assert any(set(each) == {"reference", "person", "tag", "other"} for each in as_published.values())
    ArticleEdition.objects.all()._write(leads_to=None)
    import_module("articles.migrations.0007_lead_to_of_what_is_there").note(apps, None)
    assert dict(ArticleEdition.objects.values_list("pk", "leads_to")) == as_published
