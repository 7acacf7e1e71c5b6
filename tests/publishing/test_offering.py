"""Words nobody saved: offered to whoever typed them, beside what is saved, to be taken or let go."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.contrib.admin import site
from django.test import Client
from django.utils import timezone

from articles.models import Article
from publishing.admin.writing.offering import unsaved_everywhere
from publishing.identifiers import random_key
from publishing.models import Buffer
from publishing.richtext import build
from publishing.workflow import buffering
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/articles/article/add/"


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make.make_user("reporter"))


def type_into(page: AdminPage, url: str, /, tab: str = "crashed", new: str = "", **changes: Any) -> Buffer:
    """Keep a form with some fields changed; return what was kept."""
    form = page.form(url) | changes
    address = url.replace("change/", "keep/").replace("add/", "keep/")
    page.client.post(f"{address}?tab={tab}&new={new}", form)
    return Buffer.objects.get(tab=tab)


def words_of(buffer: Buffer) -> str:
    return f"/admin/articles/article/words/{buffer.key}/"


def text(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).text_content().split())


def as_sent(page: AdminPage, url: str) -> dict[str, Any]:
    form = page.form(url)
    return {name: value[0] if len(value) == 1 else value for name, value in form.items()}


def test_unsaved_words_stand_beside_what_is_saved_with_the_difference(reporter: AdminPage) -> None:
    article = make.make_article(headline="An old headline")
    buffer = type_into(reporter, change_url(article), headline="A new headline")
    page = reporter.open(words_of(buffer)).content.decode()
    assert "<del>An old </del>" in page and "<ins>A new </ins>" in page


def test_nobody_else_finds_them(reporter: AdminPage) -> None:
    buffer = type_into(reporter, change_url(make.make_article()), headline="Mine alone")
    chief = AdminPage(make.make_user("administrator"))
    assert chief.client.get(words_of(buffer)).status_code == 404
    assert chief.client.post(words_of(buffer)).status_code == 404
    assert Client().get(words_of(buffer)).status_code == 302
    url = change_url(Article.objects.get())
    assert as_sent(chief, f"{url}?take={buffer.key}")["headline"] != "Mine alone"
    # Nor do they stand anywhere that lists rows.
    assert not any(model is Buffer for model in site._registry)


def test_hostile_words_are_shown_as_words(reporter: AdminPage) -> None:
    article = make.make_article()
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    buffer = type_into(reporter, change_url(article), headline=bad, body=f"<p>{bad}</p>")
    page = lxml.html.fromstring(reporter.open(words_of(buffer)).content.decode())
    assert not page.xpath('//*[@id="unsaved"]//script | //*[@id="unsaved"]//img')
    taken = reporter.open(f"{change_url(article)}?take={buffer.key}").content.decode()
    assert bad not in taken


def test_taking_them_shows_the_form_with_every_word(reporter: AdminPage) -> None:
    article = make.make_article(headline="Saved")
    url, tag = change_url(article), make.make_tag()
    buffer = type_into(
        reporter, url, headline="Typed", body="<p>Typed</p>", tags=tag.pk, **{"draft_credits-0-name": "Staff"}
    )
    form = as_sent(reporter, f"{url}?take={buffer.key}")
    kept = {"headline": "Typed", "body": "<p>Typed</p>", "tags": str(tag.pk), "version": "1"}
    assert form | kept | {"draft_credits-0-name": "Staff"} == form
    article.refresh_from_db()
    assert article.headline == "Saved" and article.version == 1


def test_what_is_not_right_is_taken_too_and_not_yet_complained_of(reporter: AdminPage) -> None:
    url = change_url(make.make_article())
    buffer = type_into(reporter, url, headline="", slug="…")
    form = as_sent(reporter, f"{url}?take={buffer.key}")
    assert form["headline"] == "" and form["slug"] == "…"
    assert "Please correct" not in text(reporter.open(f"{url}?take={buffer.key}"))


def test_some_of_them_can_be_taken_by_field_and_by_block(reporter: AdminPage) -> None:
    body = "".join(build.paragraph(build.text(words)) for words in ("One", "Two", "Three"))
    article = make.make_article(headline="Saved", standfirst="Saved summary", body=body)
    url = change_url(article)
    changed = body.replace("One", "One!").replace("Three", "Three!") + "<p>Four</p>"
    rows = {"draft_credits-0-name": "Staff"}
    buffer = type_into(reporter, url, headline="Typed", standfirst="Typed summary", body=changed, **rows)
    shown = lxml.html.fromstring(reporter.open(words_of(buffer)).content.decode())
    names = shown.xpath('//input[@name="part"]/@value')
    assert names == ["headline", "standfirst", "body.0", "body.1", "body.2", "credits"]
    form = as_sent(reporter, f"{url}?take={buffer.key}&part=standfirst&part=body.0&part=body.2&part=credits")
    assert (form["headline"], form["standfirst"]) == ("Saved", "Typed summary")
    assert form["body"] == "<p>One!</p><p>Two</p><p>Three</p><p>Four</p>"
    assert form["draft_credits-0-name"] == "Staff"
    untouched = as_sent(reporter, f"{url}?take={buffer.key}&part=headline")
    assert untouched["draft_credits-0-name"] == "" and untouched["body"] == body


def test_some_of_them_join_what_has_been_typed_since(reporter: AdminPage) -> None:
    body = "<p>One</p><p>Two</p>"
    url = change_url(make.make_article(headline="Saved", body=body))
    old = type_into(reporter, url, headline="Old", body="<p>One, old</p><p>Two</p>")
    new = type_into(reporter, url, tab="new", headline="New", body="<p>One</p><p>Two, new</p>")
    form = as_sent(reporter, f"{url}?take={old.key}&part=body.0&onto={new.key}")
    assert form["headline"] == "New" and form["body"] == "<p>One, old</p><p>Two, new</p>"


def test_words_for_one_form_fit_no_other(reporter: AdminPage) -> None:
    one, other = make.make_article(), make.make_article(headline="Another")
    buffer = type_into(reporter, change_url(one), headline="For one")
    assert as_sent(reporter, f"{change_url(other)}?take={buffer.key}")["headline"] == "Another"
    assert as_sent(reporter, f"{ADD}?take={buffer.key}")["headline"] == ""


def test_what_somebody_saved_meanwhile_is_shown_and_survives_the_taking(reporter: AdminPage) -> None:
    body = "<p>One</p><p>Two</p>"
    article = make.make_article(headline="First", body=body)
    url = change_url(article)
    buffer = type_into(reporter, url, body="<p>One</p><p>Two, mine</p>")
    make.save(article, headline="Theirs")
    page = text(reporter.open(words_of(buffer)))
    assert "Since then somebody has saved something else" in page and "Theirs" in page
    # Saved, it stands on the version it was typed on, so nothing of theirs is overwritten unseen.
    assert as_sent(reporter, f"{url}?take={buffer.key}")["version"] == "1"


def test_words_of_a_new_article_are_offered_and_taken_where_one_is_begun(reporter: AdminPage) -> None:
    buffer = type_into(reporter, ADD, new=random_key(), headline="Never saved")
    assert as_sent(reporter, f"{ADD}?take={buffer.key}")["headline"] == "Never saved"
    assert "Never saved" in text(reporter.open(words_of(buffer)))


def test_words_typed_during_the_first_save_stand_on_what_it_saved(reporter: AdminPage) -> None:
    new = random_key()
    form = reporter.form(ADD) | {"headline": "Begun", "body": "<p>One</p>", "writing-new": new}
    reporter.client.post(ADD, form)
    article = Article.objects.get()
    buffer = type_into(reporter, ADD, new=new, headline="Begun", body="<p>One and two</p>")
    taken = reporter.form(f"{change_url(article)}?take={buffer.key}")
    assert taken["version"] == ["1"]
    reporter.client.post(change_url(article), taken)
    article.refresh_from_db()
    assert (article.version, article.body) == (2, "<p>One and two</p>")


def test_words_of_a_page_that_is_gone_can_still_be_read_and_taken_into_a_new_one(reporter: AdminPage) -> None:
    article = make.make_article()
    buffer = type_into(reporter, change_url(article), headline="Outlives it")
    Buffer.objects.update(object_key=random_key())
    assert "Outlives it" in text(reporter.open(words_of(buffer)))
    assert as_sent(reporter, f"{ADD}?take={buffer.key}")["headline"] == "Outlives it"


def test_words_let_go_are_offered_no_more_and_can_be_had_back(reporter: AdminPage) -> None:
    buffer = type_into(reporter, change_url(make.make_article()), headline="Let go")
    reporter.client.post(words_of(buffer))
    assert "Offer it again" in text(reporter.open(words_of(buffer)))
    assert not buffering.not_saved_yet(buffer.person).exists()
    reporter.client.post(words_of(buffer), {"again": "1"})
    assert buffering.not_saved_yet(buffer.person).exists()


def unsaved(person: Any) -> list[Any]:
    request = make.make_request()
    request.user = person
    return unsaved_everywhere(request, site)


def test_everything_not_saved_is_listed_with_its_way_back(reporter: AdminPage) -> None:
    article = make.make_article()
    first = type_into(reporter, change_url(article), headline="In a draft")
    type_into(reporter, ADD, tab="new", new=random_key(), headline="In a new one")
    page = make.make_page()
    type_into(reporter, change_url(page), tab="page", title="In a page")
    listed = unsaved(first.person)
    assert [one.title for one in listed] == ["In a page", "In a new one", "In a draft"]
    for one in listed:
        assert one.title in reporter.open(one.take_url).content.decode()
    assert unsaved(make.make_user("administrator")) == []


def test_one_text_or_twenty_cost_the_same_queries(
    reporter: AdminPage, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        article = make.make_article()
        form = {"headline": "Typed", "version": "1"}
        reporter.client.post(f"{change_url(article, 'keep')}?tab=one", form)
    person = Buffer.objects.first().person
    with django_assert_max_num_queries(5):
        assert len(unsaved(person)) == 20


def test_what_is_refused_without_a_script_is_kept_and_saving_it_takes_it_away(reporter: AdminPage) -> None:
    url = change_url(make.make_article())
    opened = reporter.form(url)
    reporter.send(url, opened, slug="…", headline="Refused")
    assert Buffer.objects.get().label == "Refused"
    assert "Words of yours from" in text(reporter.open(url))
    reporter.send(url, opened, headline="Refused no more")
    assert not Buffer.objects.exists()


def test_words_of_a_fix_are_offered_where_it_is_made() -> None:
    editor = AdminPage(make.make_user("editor"))
    article = make.make_published_article(headline="Seen")
    make.save(article, headline="Rewritten")
    address = change_url(article, "keep")
    editor.client.post(f"{address}?tab=fix&form=fix", {"headline": "Fixed", "edition": "1"})
    buffer = Buffer.objects.get()
    page = editor.open(words_of(buffer)).content.decode()
    assert "What readers see" in page and "<ins>Fixed </ins>" in page
    assert "Words of yours from" not in text(editor.open(change_url(article)))
    assert "Words of yours from" in text(editor.open(f"{change_url(article)}?form=fix"))


def test_they_are_told_of_before_they_go(reporter: AdminPage) -> None:
    url = change_url(make.make_article())
    type_into(reporter, url, headline="Old")
    Buffer.objects.update(kept_at=timezone.now() - timedelta(days=25))
    assert "They are gone for good on" in text(reporter.open(url))
    page = lxml.html.fromstring(reporter.open("/admin/").content.decode())
    pile = page.xpath('//*[@aria-labelledby="pile-unsaved"]')[0].text_content()
    assert "Not saved yet" in pile and "Old" in pile and "Gone for good on" in pile
