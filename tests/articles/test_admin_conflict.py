"""Two people with the same form open: nothing is overwritten and nothing is lost."""

import pytest

from publishing.bases import RevisionKind
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def test_who_saves_second_sees_both_texts_and_the_first_stays() -> None:
    first, second = (AdminPage(factories.make_user("reporter")) for _ in range(2))
    article = factories.make_article(
        headline="Before", credits=[{"person": None, "name": "Staff", "role": ""}]
    )
    opened = second.form(change_url(article))
    first.send(change_url(article), headline="From the first")
    answer = second.send(change_url(article), opened, headline="From the second")
    page = answer.content.decode()
    assert "Both texts are kept: yours is saved version 3" in page
    assert "<ins>From the second</ins>" in page and "<ins>From the first</ins>" in page
    article.refresh_from_db()
    assert article.headline == "From the first"
    kept = article.revisions.get(number=3)
    assert kept.kind == RevisionKind.KEPT
    assert kept.payload["headline"] == "From the second"


def test_two_saves_that_do_not_collide_are_merged_and_both_are_told() -> None:
    first, second = (AdminPage(factories.make_user("reporter")) for _ in range(2))
    article = factories.make_article(headline="Before", body=factories.text_of("One.", "Two."))
    opened = second.form(change_url(article))
    first.send(change_url(article), body=factories.text_of("One, and four words more.", "Two."))
    answer = second.send(change_url(article), opened, headline="After")
    assert "5 words and yours are both in saved version 4" in second.said(answer)
    article.refresh_from_db()
    assert (article.headline, article.body) == (
        "After",
        factories.text_of("One, and four words more.", "Two."),
    )


@pytest.mark.on_both
def test_a_row_removed_meanwhile_does_not_break_the_second_form() -> None:
    first, second = (AdminPage(factories.make_user("reporter")) for _ in range(2))
    article = factories.make_article(credits=[{"person": None, "name": "Staff", "role": ""}])
    opened = second.form(change_url(article))
    first.send(change_url(article), **{"draft_credits-0-name": "", "draft_credits-0-position": ""})
    article.refresh_from_db()
    assert article.payload()["credits"] == []
    second.send(change_url(article), opened, headline="Kept anyway")
    article.refresh_from_db()
    assert (article.headline, article.payload()["credits"]) == ("Kept anyway", [])


@pytest.mark.on_both
def test_publishing_what_somebody_changed_meanwhile_is_refused() -> None:
    editor, reporter = (AdminPage(factories.make_user(role)) for role in ("editor", "reporter"))
    article = factories.make_article()
    opened = editor.form(change_url(article, "publish"))
    reporter.send(change_url(article), headline="Not what the editor read")
    page = editor.send(change_url(article, "publish"), opened).content.decode()
    assert "Somebody else made saved version 2 while you had saved version 1 open" in page
    assert not article.editions.exists()


def test_a_form_without_its_version_is_not_saved() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_article(headline="Safe")
    answer = reporter.send(change_url(article), version="", headline="Unsafe")
    assert "This form is incomplete" in answer.content.decode()
    article.refresh_from_db()
    assert article.headline == "Safe"


def test_a_tag_changed_meanwhile_shows_both_before_it_is_overwritten() -> None:
    first, second = (AdminPage(factories.make_user("editor")) for _ in range(2))
    tag = factories.make_tag("Chips", description="Old words")
    opened = second.form(change_url(tag))
    first.send(change_url(tag), description="First words")
    answer = second.send(change_url(tag), opened, description="Second words")
    page = answer.content.decode()
    assert "Somebody else made saved version 2" in page
    assert "<del>First </del>" in page and "<ins>Second </ins>" in page
    tag.refresh_from_db()
    assert tag.description == "First words"
