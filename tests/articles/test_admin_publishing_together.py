"""People published with the article that names them: only what the editor saw, or nothing."""

from datetime import UTC, datetime

import lxml.html
import pytest
from django.test import Client

from articles.models import Article
from profiles.models import Person
from publishing.workflow import schedule
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def naming(person: Person) -> Article:
    return factories.make_article(body=factories.mentioning(person))


def choices(editor: AdminPage, article: Article, page: str = "publish") -> list[str]:
    """Return what ticking each person would send."""
    opened = lxml.html.fromstring(editor.open(change_url(article, page)).content.decode())
    return [str(value) for value in opened.xpath('//input[@name="people"]/@value')]


def sees(page: Article | Person) -> bool:
    kind = "articles" if isinstance(page, Article) else "people"
    page.refresh_from_db()
    return Client().get(f"/{kind}/{page.slug}/").status_code == 200


@pytest.mark.on_both
def test_a_profile_changed_after_the_page_was_opened_is_not_published_unseen() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person(name="Ana Ruiz")
    article = naming(person)
    opened = editor.form(change_url(article, "publish"))
    ticked = choices(editor, article)
    factories.save(person, body=factories.text_of("Nobody has read this."))
    answer = editor.send(change_url(article, "publish"), opened, people=ticked)
    (errors,) = answer.context["form"].errors.values()
    assert "these profiles were changed" in errors[0] and "Ana Ruiz" in errors[0]
    assert not sees(article) and not sees(person)
    editor.send(change_url(article, "publish"), opened, people=choices(editor, article))
    assert sees(article) and sees(person)


@pytest.mark.on_both
def test_a_profile_that_goes_public_meanwhile_is_not_published_twice() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person, other = factories.make_person(), factories.make_person()
    article = factories.make_article(body=factories.mentioning(person) + factories.mentioning(other))
    opened, ticked = editor.form(change_url(article, "publish")), choices(editor, article)
    assert len(ticked) == 2
    editor.send(change_url(person, "publish"))
    answer = editor.send(change_url(article, "publish"), opened, people=ticked)
    assert "is not waiting for a page any more" in answer.content.decode()
    assert not sees(article) and not sees(other)


def test_scheduling_asks_for_the_same_people_and_lets_their_pages_come_at_the_same_second() -> None:
    editor = AdminPage(factories.make_user("editor", time_zone="UTC"))
    person, other = factories.make_person(name="Ana Ruiz"), factories.make_person()
    article = factories.make_article(body=factories.mentioning(person) + factories.mentioning(other))
    assert choices(editor, article, "schedule") == choices(editor, article)
    [ticked, _not_ticked] = choices(editor, article)
    editor.send(change_url(article, "schedule"), starts_at="2100-01-01T08:00", people=[ticked])
    [page], [profile] = article.editions.all(), person.editions.all()
    assert page.starts_at == profile.starts_at == datetime(2100, 1, 1, 8, tzinfo=UTC)
    assert not other.editions.exists()


@pytest.mark.on_both
def test_a_profile_changed_meanwhile_is_not_scheduled_unseen() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person(name="Ana Ruiz")
    article = naming(person)
    url = change_url(article, "schedule")
    opened, ticked = editor.form(url), choices(editor, article)
    factories.save(person, body=factories.text_of("Nobody has read this."))
    answer = editor.send(url, opened, starts_at="2100-01-01T08:00", people=ticked)
    assert "these profiles were changed" in answer.content.decode()
    assert not article.editions.exists()
    assert not person.editions.exists()


def test_a_correction_asks_for_them_too() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person()
    article = factories.make_published_article()
    factories.save(article, body=factories.mentioning(person))
    ticked = choices(editor, article, "correct")
    editor.send(change_url(article, "correct"), note="It was somebody else.", people=ticked)
    assert sees(person)


def test_a_scheduled_profile_is_not_offered() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person()
    article = naming(person)
    assert choices(editor, article) == [f"{person.pk}:{person.version}"]
    schedule(working_copy=person, version=person.version, actor=None, starts_at=factories.tomorrow())
    assert choices(editor, article) == []


@pytest.mark.parametrize("sent", ["1", "1:", "1:x", "1:²", "999:1", ":", "1:99999999999999999999"])
def test_what_was_not_offered_is_refused(sent: str) -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person()
    article = naming(person)
    sent = sent.replace("1", str(person.pk), 1) if sent.startswith("1") else sent
    answer = editor.send(change_url(article, "publish"), people=[sent])
    assert "Choose again" in answer.content.decode()
    assert not sees(article)
