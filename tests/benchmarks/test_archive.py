"""A generated newsroom is what the verbs would have written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleEdition, ArticleRevision, ArticleTag, Citation, Credit
from articles.models.content import names_of
from benchmarks.archive.making import Archive, make
from profiles.models import Person, PersonEdition
from publishing import payloads
from publishing.finding import find_text
from publishing.models import Event, Tag, TagName, Verb
from publishing.naming import name_key
from publishing.records import where_used
from publishing.slugs import make_slug
from publishing.timeline import timeline
from publishing.workflow import publish, republish, withdraw
from publishing.workflow.settling import settle
from references.models import Publisher, Reference

pytestmark = pytest.mark.django_db

ARTICLES, MOST_VERSIONS, FAMILIES = 50, 12, 12
FROZEN = ["slug", "label", "headline", "standfirst", "summary", "body_html", "words", "byline", "language"]
MADE_AT_PUBLISHING = {"id", "key", "edition_id", "live_from", "live_until", "published_at"}


@pytest.fixture(scope="module", autouse=True)
def archive(django_db_setup: None, django_db_blocker: Any) -> Iterator[Archive]:
    """Make a newsroom once; what the tests do to it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.archive.story.MOST_VERSIONS", MOST_VERSIONS)
        patch.setattr("benchmarks.archive.texts.FAMILIES", FAMILIES)
        yield make(ARTICLES)
        transaction.set_rollback(True)


def test_every_version_is_what_freezing_its_saved_version_gives() -> None:
    connection.check_constraints()
    found = ArticleEdition.objects.select_related("revision", "working_copy")
    assert found.count() > ARTICLES
    for edition in found:
        article, payload = edition.working_copy, payloads.read(edition.revision)
        frozen = article.freeze_into(payload, at=edition.live_from)
        for name in (
            "slug",
            "label",
            "headline",
            "standfirst",
            "summary",
            "body_html",
            "words",
            "byline",
            "language",
        ):
            assert getattr(edition, name) == getattr(frozen.edition, name), name
        kept = {kind: numbers for kind, numbers in edition.leads_to.items() if kind != "other"}
        # Related articles are those of the moment the article first came out.
        assert kept == {kind: n for kind, n in frozen.edition.leads_to.items() if kind != "other"}
        for model in {type(link) for link in frozen.links} - {
            Article._meta.get_field("related_from").related_model
        }:
            names = [f.attname for f in model._meta.concrete_fields if f.attname not in MADE_AT_PUBLISHING]
            stored = list(model.objects.filter(edition=edition).order_by("position").values(*names))
            made = [{name: getattr(link, name) for name in names} for link in frozen.of(model)]
            assert stored == made, model
            assert all(
                (link.live_from, link.live_until, link.published_at)
                == (edition.live_from, edition.live_until, edition.published_at)
                for link in model.objects.filter(edition=edition)
            )
        places = [(p.ordinal, p.locator, p.sentence) for c in edition.citations.all() for p in c.places.all()]
        assert places == [(p.ordinal, p.locator, p.sentence) for p in frozen.parts]


def test_times_are_those_of_the_timeline() -> None:
    for article in Article.objects.all():
        editions = list(article.editions.order_by("number"))
        spans = timeline(editions)
        for edition in editions:
            span = spans[edition.number]
            assert (edition.live_from, edition.live_until) == (span.live_from, span.live_until)
            assert (edition.published_at, edition.updated_at) == (span.published_at, span.updated_at)


def test_drafts_hold_their_last_saved_version() -> None:
    for article in Article.objects.all():
        last = article.revisions.get(number=article.version)
        assert payloads.read(last) == article.payload()
        assert last.payload == payloads.stamped(article, article.payload())
        assert article.find_text == find_text(names_of(article))
        assert article.slug == make_slug(article.headline)
    for model in (Article, Person):
        before = list(model.objects.order_by("pk").values_list("seen_until", "settled_until"))
        settle(model, model.objects.values_list("pk", flat=True))
        assert list(model.objects.order_by("pk").values_list("seen_until", "settled_until")) == before
    assert [r for r in ArticleRevision.objects.all() if r.based_on != r.number - 1] == []


def test_records_and_people_are_folded_as_everywhere() -> None:
    for model in (Tag, Publisher, Reference):
        for row in model.objects.all():
            before = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            row.clean()
            row.save()
            row.find_text = find_text(row.found_by())
            after = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            assert after == before
    assert set(TagName.objects.values_list("key", flat=True)) == {name_key(t.name) for t in Tag.objects.all()}
    for person in Person.objects.all():
        before = (person.sort_key, person.find_text, person.slug, [n.key for n in person.names.all()])
        person.apply(person.payload())
        assert (person.sort_key, person.find_text, person.slug, [n.key for n in person.names.all()]) == before
    for edition in PersonEdition.objects.select_related("revision", "working_copy"):
        frozen = edition.working_copy.freeze_into(payloads.read(edition.revision), at=edition.live_from)
        for name in ("name", "sort_key", "slug", "occupation", "summary", "facts", "body_html"):
            assert getattr(edition, name) == getattr(frozen.edition, name)


def test_the_verbs_go_on_from_there() -> None:
    now = timezone.now()
    article = Article.objects.filter(editions__in=ArticleEdition.objects.live(now), version=1).first()
    assert article is not None
    live = ArticleEdition.objects.live(now).get(working_copy=article)
    withdraw(working_copy=article, edition=live.number, actor=None)
    again = republish(working_copy=article, actor=None)
    assert again.body_html == live.body_html
    draft = Article.objects.exclude(editions__isnull=False).first()
    assert draft is not None and publish(working_copy=draft, version=draft.version, actor=None).number == 1
    source = Citation.objects.live(timezone.now())[0].reference
    assert where_used(source, at=timezone.now()).live


def test_every_kind_of_page_is_there(client: Client) -> None:
    now = timezone.now()
    pages = [
        "/", "/tags/", "/people/", "/feed/", "/sitemap.xml",
        *(e.get_absolute_url() for e in ArticleEdition.objects.live(now)[:20]),
        *(e.get_absolute_url() for e in PersonEdition.objects.live(now)[:5]),
        *(t.get_absolute_url() for t in Tag.objects.live(now)[:5]),
        *(r.get_absolute_url() for r in Reference.objects.live(now)[:5]),
    ]  # fmt: skip
    assert [(page, client.get(page).status_code) for page in pages] == [(page, 200) for page in pages]


def test_there_is_something_of_everything() -> None:
    later = timezone.now() + timedelta(minutes=1)
    assert ArticleEdition.objects.filter(withdrawn_at__isnull=False).exists()
    assert Article.objects.filter(editions__isnull=True).exists()
    assert ArticleEdition.objects.live(later).exists()
    assert ArticleEdition.objects.filter(number=MOST_VERSIONS).exists()
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {Verb.CREATE, Verb.SAVE, Verb.PUBLISH, Verb.CORRECT, Verb.WITHDRAW} <= verbs
    assert ArticleTag.objects.values("tag").distinct().count() > 3
    assert Credit.objects.exclude(person=None).exists()
