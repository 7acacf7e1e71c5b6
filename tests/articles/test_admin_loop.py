"""The whole way of an article through the admin, by people with different rights."""

from datetime import UTC, datetime, timedelta
from itertools import product
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from articles.models import Article
from publishing import workflow
from publishing.bases import Stage
from publishing.models import Event, Verb
from tests import factories
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.soaking import how_many

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/articles/article/add/"
ONLY_EDITORS = ("publish", "schedule", "take-down", "fix", "correct", "retract", "send-back", "publish-again")


def readers_see(article: Article) -> str:
    """Return the page readers get of an article, or nothing."""
    article.refresh_from_db()
    answer = Client().get(f"/articles/{article.slug}/")
    return answer.content.decode() if answer.status_code == 200 else ""


def test_an_article_from_the_first_word_to_taken_down() -> None:
    reporter, editor = (
        AdminPage(factories.make_user("reporter", first_name="Rita")),
        AdminPage(factories.make_user("editor", first_name="Ed")),
    )
    person, source, tag = factories.make_person(), factories.make_reference(), factories.make_tag("Chips")

    answer = reporter.send(
        ADD,
        headline="A model shakes the market",
        body="<p>It is cheap.</p>",
        tags=[tag.pk],
        **{"draft_credits-0-person": person.pk, "draft_sources-0-reference": source.pk},
    )
    assert "Saved as version 1" in reporter.said(answer)
    article = Article.objects.get()
    assert article.payload()["credits"] == [
        {"person": person.key, "name": "", "role": "", "is_agency": False}
    ]
    assert article.payload()["tags"] == [tag.key]
    assert article.payload()["sources"] == [source.key]
    assert str(article.holder).startswith("Rita")

    reporter.send(change_url(article, "hand-over"), note="Please look")
    article.refresh_from_db()
    assert article.stage == Stage.SUBMITTED
    assert b"Please look" in editor.open(change_url(article)).content

    editor.send(change_url(article, "send-back"), note="Who says so?")
    assert "Who says so?" in reporter.open(change_url(article)).content.decode()
    assert not readers_see(article)

    reporter.send(change_url(article), body="<p>It is cheap, they say.</p>", _then="hand-over")
    reporter.send(change_url(article, "hand-over"))
    answer = editor.send(change_url(article, "publish"), people=[f"{person.pk}:{person.version}"])
    assert "Readers see published version 1" in editor.said(answer)
    assert "they say" in readers_see(article)
    assert Client().get(f"/people/{person.slug}/").status_code == 200

    editor.send(change_url(article), headline="A model shook the market")
    assert "A model shakes" in readers_see(article)
    preview = editor.open(change_url(article, "preview"))
    assert "A model shook" in preview.content.decode()
    assert "Readers do not see this page" in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    assert "noindex" in preview["X-Robots-Tag"]

    editor.send(change_url(article, "take-down"), note="Wrong")
    assert not readers_see(article)
    assert [event.verb for event in Event.objects.filter(object_key=article.key).order_by("pk")] == [
        Verb.CREATE,
        Verb.SUBMIT,
        Verb.SEND_BACK,
        Verb.SAVE,
        Verb.SUBMIT,
        Verb.PUBLISH,
        Verb.SAVE,
        Verb.WITHDRAW,
    ]


@pytest.mark.parametrize("verb", ONLY_EDITORS)
def test_a_reporter_cannot_change_what_readers_see(verb: str) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_published_article()
    for answer in (
        reporter.client.get(change_url(article, verb)),
        reporter.client.post(
            change_url(article, verb), {"version": article.version, "edition": 1, "note": "x"}
        ),
    ):
        assert answer.status_code == 403
    assert readers_see(article)


def test_buttons_follow_rights_and_state() -> None:
    reporter, editor = (AdminPage(factories.make_user(role)) for role in ("reporter", "editor"))
    draft, public = factories.make_article(), factories.make_published_article()
    assert reporter.buttons("/admin/articles/article/add/") == {"Save", "Preview", "Hand to the editors…"}
    assert reporter.buttons(change_url(draft)) == {
        *("Save", "Preview", "Hand to the editors…", "Put under embargo…")
    }
    assert reporter.buttons(change_url(public)) == {"Save", "Preview", "Hand to the editors…"}
    assert {"Publish…", "Schedule…"} <= editor.buttons(change_url(draft))
    assert "Take down…" not in editor.buttons(change_url(draft))
    assert {"Take down…", "Correct…", "Retract…"} <= editor.buttons(change_url(public))
    assert "Publish…" not in editor.buttons(change_url(public))


def test_nobody_without_a_login_and_nobody_without_rights_gets_in() -> None:
    article = factories.make_article(headline="Secret plans")
    stranger, nobody = Client(), AdminPage(staff_without_rights())
    for page in ("change", "preview", "versions", "published", "compare", "history", "publish", "hand-over"):
        assert stranger.get(change_url(article, page)).status_code == 302
        assert nobody.client.get(change_url(article, page)).status_code == 403


def test_scheduling_says_its_zone_and_refuses_times_that_are_not_there() -> None:
    editor = AdminPage(factories.make_user("editor", time_zone="Europe/Berlin"))
    article = factories.make_article()
    url = change_url(article, "schedule")
    assert "Time zone: Europe/Berlin" in editor.open(url).content.decode()
    missing = editor.send(url, starts_at="2027-03-28T02:30").content.decode()
    assert "does not exist in Europe/Berlin" in missing
    twice = editor.send(url, starts_at="2027-10-31T02:30").content.decode()
    assert "comes twice in Europe/Berlin" in twice
    past = editor.send(url, starts_at="2020-01-01T10:00").content.decode()
    assert "That time has passed" in past
    answer = editor.send(url, starts_at="2027-06-01T08:00")
    assert "Europe/Berlin" in editor.said(answer)
    assert article.editions.get().starts_at == datetime(2027, 6, 1, 6, 0, tzinfo=UTC)


def test_publishing_over_a_schedule_asks_what_becomes_of_it() -> None:
    editor = AdminPage(factories.make_user("editor"))
    later = timezone.now() + timedelta(days=2)
    article = factories.make_scheduled_article(starts_at=later)
    editor.send(change_url(article), headline="Sooner")
    url = change_url(article, "publish")
    assert "This field is required" in editor.send(url).content.decode()
    editor.send(url, pending="cancel")
    assert "Sooner" in readers_see(article)
    assert article.editions.get(number=1).cancelled_at is not None


def test_a_correction_needs_a_note_and_shows_it() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_published_article()
    url = change_url(article, "correct")
    assert "This field is required" in editor.send(url, note=" ").content.decode()
    editor.send(url, kind="correction", note="It was Tuesday, not Monday.")
    assert "It was Tuesday, not Monday." in readers_see(article)


def test_fixing_what_is_live_leaves_the_unfinished_draft_alone() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_published_article(
        headline="Frst", body=factories.text_of("The first word.", "The last word.")
    )
    editor.send(change_url(article), body=factories.text_of("A whole new beginning.", "The last word."))
    assert "Fix what is live…" in editor.buttons(change_url(article))
    url = change_url(article, "fix")
    assert editor.form(url)["headline"] == ["Frst"]
    editor.send(url, headline="First", body=factories.text_of("The first word.", "The very last word."))
    page = readers_see(article)
    assert "First" in page and "The very last word." in page and "whole new" not in page
    article.refresh_from_db()
    assert article.headline == "First"
    assert article.body == factories.text_of("A whole new beginning.", "The very last word.")


def test_what_both_changed_is_shown_side_by_side_after_a_fix() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_published_article(headline="Old")
    editor.send(change_url(article), headline="New for the draft")
    answer = editor.send(change_url(article, "fix"), headline="New for readers")
    page = answer.content.decode()
    assert "Compare them here" in page
    assert "readers" in page and "draft" in page
    article.refresh_from_db()
    assert article.headline == "New for the draft"


def test_an_earlier_saved_version_comes_back_and_a_draft_can_be_discarded() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_published_article(headline="One")
    reporter.send(change_url(article), headline="Two")
    compared = reporter.open(change_url(article, "compare") + "?old=1").content.decode()
    assert "Two" in compared
    assert compared.count("The draft: saved version 2") == 1 and "Saved version 1, " in compared
    reporter.send(change_url(article, "discard"))
    article.refresh_from_db()
    assert article.headline == "One"
    reporter.send(change_url(article, "bring-back") + "?revision=2")
    article.refresh_from_db()
    assert article.headline == "Two"


def test_taken_down_is_published_again() -> None:
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_published_article(headline="Back soon")
    editor.send(change_url(article, "take-down"))
    assert "Publish again…" in editor.buttons(change_url(article))
    editor.send(change_url(article, "publish-again"))
    assert "Back soon" in readers_see(article)


def test_saving_without_a_change_makes_no_version() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_article()
    answer = reporter.send(change_url(article))
    assert "nothing was saved" in reporter.said(answer)
    assert article.revisions.count() == 1


def test_a_byline_is_a_person_or_a_name() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    person = factories.make_person()
    both = {"draft_credits-0-person": person.pk, "draft_credits-0-name": "Reuters"}
    answer = reporter.send(ADD, headline="Both", **both)
    assert answer.content.decode().count("Choose a person or write a name, one of the two.") == 1
    answer = reporter.send(ADD, headline="Neither", **{"draft_credits-0-role": "Photos"})
    assert answer.content.decode().count("Choose a person or write a name, one of the two.") == 1
    assert not Article.objects.exists()


def test_a_name_is_said_to_be_an_agency_and_a_person_cannot_be() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    agency = {"draft_credits-0-name": "Reuters", "draft_credits-0-is_agency": "on"}
    reporter.send(ADD, headline="From the wire", **agency)
    article = Article.objects.get()
    assert [(row.name, row.is_agency) for row in article.draft_credits.all()] == [("Reuters", True)]
    wrong = {"draft_credits-0-person": factories.make_person().pk, "draft_credits-0-is_agency": "on"}
    answer = reporter.send(ADD, headline="Wrong", **wrong)
    assert "Somebody with a profile is no agency." in answer.content.decode()
    assert Article.objects.count() == 1


def test_a_source_chosen_twice_is_told_of_in_the_screens_words() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    source = factories.make_reference().pk
    rows = {"TOTAL_FORMS": 2, "0-reference": source, "1-reference": source}
    page = reporter.send(
        ADD, headline="Twice", **{f"draft_sources-{name}": row for name, row in rows.items()}
    )
    assert "Source: the same was chosen in two rows. Empty one of them." in page.content.decode()
    assert "This was chosen in a row above." in page.content.decode()
    assert "duplicate" not in page.content.decode()
    assert not Article.objects.exists()


NOTHING = ("\u200b\u200d\u2060", "\u3164 \u2800", "\ufeff", "\u034f\ufe0f")


@pytest.mark.parametrize("nothing", NOTHING[: how_many(2, soak=4)])
def test_a_headline_nobody_can_see_is_refused(nothing: str) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    page = reporter.send(ADD, headline=nothing, body="<p>Text.</p>").content.decode()
    assert "Nothing of this headline can be seen" in page or "This field is required" in page
    assert not Article.objects.exists()
    article = factories.make_article(headline="Seen")
    answer = reporter.send(change_url(article), headline=nothing)
    article.refresh_from_db()
    assert answer.status_code == 200 and article.headline == "Seen"


HEADLINES = ("नमस्ते", "Ünïcode", "👩‍👩‍👧", "−", "深")


@pytest.mark.parametrize("headline", HEADLINES[:: how_many(2, soak=1)])
def test_a_headline_in_any_script_is_taken(headline: str) -> None:
    AdminPage(factories.make_user("reporter")).send(ADD, headline=headline)
    assert Article.objects.get().headline == headline


def test_tags_stay_in_the_order_chosen() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    first, second = factories.make_tag("Zebra"), factories.make_tag("Ant")
    reporter.send(ADD, headline="Ordered", tags=[first.pk, second.pk])
    article = Article.objects.get()
    assert article.payload()["tags"] == [first.key, second.key]
    assert reporter.form(change_url(article))["tags"] == [str(first.pk), str(second.pk)]


def test_whoever_may_add_tags_can_do_so_beside_the_field() -> None:
    colleague = factories.staff_with("view_article", "add_article", "change_article")
    assert "Add another tag" not in AdminPage(colleague).open(ADD).content.decode()
    right = Permission.objects.get(codename="add_tag", content_type__app_label="publishing")
    colleague.user_permissions.add(right)
    assert "Add another tag" in AdminPage(colleague).open(ADD).content.decode()


def test_a_web_address_of_another_page_is_refused_on_the_form() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    factories.make_published_article(slug="taken")
    answer = reporter.send(ADD, headline="Mine", slug="taken")
    assert "“taken” belongs to another page" in answer.content.decode()


def test_a_text_that_cannot_be_taken_is_still_on_the_form() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_article()
    answer = reporter.send(change_url(article), body="<p>" + "word " * 101_000 + "the end</p>")
    page = answer.content.decode()
    assert "This text is too long" in page and "the end" in page
    assert article.revisions.count() == 1


def test_the_longest_text_fits_in_any_script() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_article()
    form = reporter.form(change_url(article)) | {"body": "<p>" + "深" * 400_000 + "</p>"}
    sent = urlencode(form, doseq=True)
    answer = reporter.client.post(
        change_url(article), sent, content_type="application/x-www-form-urlencoded", follow=True
    )
    assert "Saved as version 2" in reporter.said(answer)


FIELDS = ("version", "headline", "draft_credits-INITIAL_FORMS", "tags", "main_image")
TAMPERED = [*product(FIELDS, ("-1", "9" * 40, "x\x00y", "<script>"))]


@pytest.mark.parametrize(("field", "value"), TAMPERED[:: how_many(3, soak=1)])
def test_a_form_tampered_with_is_no_error(field: str, value: str) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    article = factories.make_article(credits=[{"person": None, "name": "Staff", "role": ""}])
    assert reporter.send(change_url(article), **{field: value}).status_code == 200


def test_what_an_editor_has_of_the_handed_over_is_for_editors_to_take_over() -> None:
    writer, editor = factories.make_user("reporter"), factories.make_user("editor")
    article = factories.make_article(actor=writer)
    workflow.submit(working_copy=article, version=1, actor=writer)
    workflow.take_over(working_copy=article, version=1, holder=editor, actor=editor)
    assert "Take over…" not in AdminPage(writer).buttons(change_url(article))
    assert "Take over…" in AdminPage(factories.make_user("editor")).buttons(change_url(article))
