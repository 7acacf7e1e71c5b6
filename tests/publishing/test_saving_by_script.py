"""Saving while one goes on writing: the same form, the same verbs, answered with data."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from publishing.identifiers import random_key
from publishing.models import Buffer
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/articles/article/add/"


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make.make_user("reporter"))


def save(page: AdminPage, url: str, form: dict[str, Any], /, **query: str) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in ({"tab": "one"} | query).items())
    return page.client.post(
        f"{url}?{asked}", form, headers={"accept": "application/json", "origin": "http://testserver"}
    )


def keep(page: AdminPage, url: str, form: dict[str, Any], /, **query: str) -> None:
    answer = save(page, url.replace("change/", "keep/").replace("add/", "keep/"), form, **query)
    assert answer.status_code == 200, answer.content


def test_a_save_says_which_version_it_made_and_its_kept_words_go(reporter: AdminPage) -> None:
    article = make.make_article()
    url = change_url(article)
    form = reporter.form(url) | {"headline": "By script"}
    keep(reporter, url, form, order="1")
    answer = save(reporter, url, form, order="1")
    assert answer.status_code == 200
    assert answer.json() | {"version": 2, "said": "Saved as version 2", "address": url} == answer.json()
    article.refresh_from_db()
    assert article.headline == "By script" and article.version == 2
    assert not Buffer.objects.exists()


def test_what_was_typed_while_it_was_saved_stays_kept(reporter: AdminPage) -> None:
    article = make.make_article()
    url = change_url(article)
    form = reporter.form(url) | {"headline": "Saved"}
    keep(reporter, url, form | {"headline": "Saved, and more"}, order="2")
    assert save(reporter, url, form, order="1").json()["version"] == 2
    assert Buffer.objects.get().label == "Saved, and more"


def test_a_refused_form_says_what_is_wrong_at_which_field(reporter: AdminPage) -> None:
    article = make.make_article(sources=[make.make_reference().key])
    url = change_url(article)
    bad = {
        "headline": "",
        "slug": "…",
        "draft_sources-0-reference": "999999",
        "draft_credits-0-role": "Writer",
    }
    form = reporter.form(url) | bad
    keep(reporter, url, form)
    answer = save(reporter, url, form)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) >= {"headline", "slug", "draft_sources-0-reference"}
    assert any(name.startswith("draft_credits-0-") for name in answer.json()["errors"])
    assert Buffer.objects.count() == 1
    article.refresh_from_db()
    assert article.version == 1


def test_a_refusal_of_the_verb_is_said_too(reporter: AdminPage) -> None:
    article = make.make_article()
    person = make.make_person()
    rows = {"draft_credits-0-person": person.pk, "draft_credits-0-is_agency": "on"}
    answer = save(reporter, change_url(article), reporter.form(change_url(article)) | rows)
    assert answer.status_code == 422 and answer.json()["errors"] | {"x": answer.json()["general"]}


def test_who_saves_second_is_told_where_both_texts_are_and_loses_no_word(reporter: AdminPage) -> None:
    article = make.make_article(headline="Before")
    url = change_url(article)
    form = reporter.form(url) | {"headline": "Second"}
    keep(reporter, url, form)
    make.save(article, headline="First")
    answer = save(reporter, url, form)
    assert answer.json()["go"]
    assert article.revisions.order_by("number").last().payload["headline"] == "Second"
    assert not Buffer.objects.exists()


def test_a_save_whose_answer_was_lost_can_be_sent_again(reporter: AdminPage) -> None:
    article = make.make_article()
    url = change_url(article)
    form = reporter.form(url) | {"headline": "  Sent\u00a0twice ", "body": "<p>Words <b>of</b> it</p>"}
    first = save(reporter, url, form)
    again = save(reporter, url, form)
    assert first.json()["version"] == again.json()["version"] == 2
    assert article.revisions.count() == 2


def test_a_new_article_sent_twice_is_one_article(reporter: AdminPage) -> None:
    key = random_key()
    form = reporter.form(ADD) | {"headline": "Only once"}
    keep(reporter, ADD, form, new=key)
    first = save(reporter, ADD, form, new=key)
    article = Article.objects.get()
    assert first.json()["address"] == change_url(article)
    assert article.key == key and not Buffer.objects.exists()
    again = save(reporter, ADD, form, new=key)
    assert again.json()["version"] == 1
    more = save(reporter, ADD, form | {"headline": "Only once, longer"}, new=key)
    assert more.json()["version"] == 2 and more.json()["address"] == change_url(article)
    assert Article.objects.get().headline == "Only once, longer"


def test_the_key_of_somebody_elses_article_gives_nobody_a_hand_in_it(reporter: AdminPage) -> None:
    article = make.make_article(actor=make.make_user("reporter"), headline="Hers")
    save(reporter, ADD, reporter.form(ADD) | {"headline": "Mine"}, new=article.key)
    article.refresh_from_db()
    assert article.headline == "Hers" and article.version == 1
    assert Article.objects.exclude(pk=article.pk).get().headline == "Mine"


def test_words_of_another_account_are_not_saved(reporter: AdminPage) -> None:
    article = make.make_article()
    form = reporter.form(change_url(article)) | {"headline": "Not mine"}
    answer = save(reporter, change_url(article), form, account="0")
    assert answer.status_code == 403 and answer.json() == {"other_account": True}
    article.refresh_from_db()
    assert article.version == 1


def test_a_script_is_told_that_the_login_has_ended(reporter: AdminPage) -> None:
    article = make.make_article()
    form = reporter.form(change_url(article))
    reporter.client.logout()
    answer = save(reporter, change_url(article), form)
    assert answer.status_code == 401 and answer.json() == {"logged_out": True}


def test_a_script_with_the_token_of_an_earlier_login_is_given_the_next(reporter: AdminPage) -> None:
    article = make.make_article()
    strict = Client(enforce_csrf_checks=True)
    user = make.make_user("reporter")
    strict.force_login(user)
    headers = {"accept": "application/json", "origin": "http://testserver"}
    refused = strict.post(change_url(article), {"csrfmiddlewaretoken": "x" * 32}, headers=headers)
    assert refused.status_code == 403
    headers["x-csrftoken"] = refused.json()["token"]
    form = reporter.form(change_url(article)) | {"headline": "Goes on"}
    assert strict.post(change_url(article), form, headers=headers).json()["version"] == 2
    elsewhere = strict.post(
        change_url(article), {}, headers=headers | {"origin": "https://evil.example", "x-csrftoken": ""}
    )
    assert elsewhere.status_code == 403 and not elsewhere["Content-Type"].endswith("json")


def test_who_may_not_save_is_told_in_a_sentence(reporter: AdminPage) -> None:
    article = make.make_article()
    form = reporter.form(change_url(article))
    viewer = AdminPage(make.staff_with("view_article"))
    answer = save(viewer, change_url(article), form)
    assert answer.status_code == 403 and "may not change" in answer.json()["said"]
    gone = save(reporter, "/admin/articles/article/999999/change/", form)
    assert gone.status_code == 409 and "no longer there" in gone.json()["said"]
