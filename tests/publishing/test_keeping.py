"""The address a tab keeps its words at, and what stands on the screen."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client

from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing.identifiers import random_key
from publishing.models import Buffer, Event
from publishing.workflow import buffering
from tests import factories as make
from tests.admin_forms import AdminPage, change_url, staff_without_rights

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/articles/article/keep/"


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make.make_user("reporter"))


def keep(page: AdminPage, url: str, form: dict[str, Any], /, tab: str = "one", **query: str) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in ({"tab": tab} | query).items())
    return page.client.post(f"{url}?{asked}", form)


def type_into(page: AdminPage, obj: Any, /, **changes: Any) -> Any:
    """Keep the form of a page with some fields changed."""
    form = page.form(change_url(obj)) | changes
    return keep(page, change_url(obj, "keep"), form)


def on_screen(page: AdminPage, obj: Any, model: Any = Article, /, **query: str) -> Any:
    """Return the payload that pages of the desk answer this colleague's tab from."""
    request = make.make_request()
    request.GET = request.GET.copy()
    request.GET.update({"tab": "one"} | query)
    request.user = Buffer.objects.get().person if Buffer.objects.exists() else make.make_user("reporter")
    found: Any = site.get_model_admin(model)
    return found.payload_on_screen(request, obj)


@pytest.mark.on_both
def test_the_whole_form_is_kept_as_it_was_sent_and_nothing_is_saved(reporter: AdminPage) -> None:
    article = make.make_article(headline="As saved", tags=[make.make_tag().key])
    events = Event.objects.count()
    answer = type_into(reporter, article, headline="As typed", body="<p>Half a sen</p>")
    assert answer.json()["said"].startswith("Kept ")
    kept = Buffer.objects.get()
    assert ["headline", "As typed"] in kept.fields and ["body", "<p>Half a sen</p>"] in kept.fields
    assert kept.based_on == 1 and kept.label == "As typed"
    assert {name for name, _value in kept.fields} >= {"tags", "draft_credits-TOTAL_FORMS", "version"}
    article.refresh_from_db()
    assert article.version == 1 and article.headline == "As saved" and Event.objects.count() == events


def test_no_token_no_secret_and_no_file_is_kept(reporter: AdminPage) -> None:
    article = make.make_article()
    form = {"csrfmiddlewaretoken": "t", "password": "secret", "_save": "Save", "headline": "Words"}
    keep(reporter, change_url(article, "keep"), form | {"upload": make_file()})
    assert Buffer.objects.get().fields == [["headline", "Words"]]


def make_file() -> Any:
    file = BytesIO(b"picture")
    file.name = "picture.png"
    return file


def test_a_new_article_is_kept_under_the_key_its_page_was_opened_with(reporter: AdminPage) -> None:
    key = random_key()
    form = reporter.form("/admin/articles/article/add/") | {"headline": "Not yet an article"}
    assert keep(reporter, ADD, form, new=key).status_code == 200
    assert not Article.objects.exists()
    assert Buffer.objects.get().object_key == key and Buffer.objects.get().based_on is None
    assert on_screen(reporter, None, new=key)["headline"] == "Not yet an article"
    form.pop("writing-new")
    assert keep(reporter, ADD, form).status_code == 409


def test_who_may_not_change_a_page_keeps_nothing_there(reporter: AdminPage) -> None:
    article = make.make_article()
    form = reporter.form(change_url(article))
    for colleague in (staff_without_rights(), make.staff_with("view_article")):
        page = AdminPage(colleague)
        assert keep(page, change_url(article, "keep"), form).status_code == 403
        assert keep(page, ADD, form, new=random_key()).status_code == 403
        assert keep(page, ADD, form, new=article.key).status_code == 403
    assert Client().post(change_url(article, "keep"), form).status_code == 403
    assert not Buffer.objects.exists()


def test_words_of_one_account_are_not_kept_under_another(reporter: AdminPage) -> None:
    article = make.make_article()
    answer = keep(reporter, change_url(article, "keep"), {"headline": "Hers"}, account="0")
    assert answer.status_code == 403 and answer.json() == {"other_account": True}
    assert not Buffer.objects.exists()


def test_the_screen_is_read_as_it_is_typed(reporter: AdminPage) -> None:
    article = make.make_article(headline="As saved", standfirst="Summary")
    tag, source = make.make_tag(), make.make_reference()
    rows = {"draft_sources-0-reference": source.pk, "draft_credits-0-name": "Staff"}
    type_into(
        reporter, article, headline="As typed", body="<p>Words<script>x</script></p>", tags=tag.pk, **rows
    )
    payload = on_screen(reporter, article)
    assert payload == article.payload() | {
        "headline": "As typed",
        "body": "<p>Words</p>",
        "tags": [tag.key],
        "sources": [source.key],
        "credits": [{"person": None, "name": "Staff", "role": "", "is_agency": False}],
    }
    assert on_screen(reporter, article, tab="another") == article.payload()


def test_what_is_not_right_yet_is_as_it_was_saved_and_what_is_empty_is_empty(reporter: AdminPage) -> None:
    article = make.make_article(headline="As saved", main_image=make.make_image().key)
    rows = {"draft_credits-0-role": "Reporting", "draft_sources-0-reference": "999999"}
    type_into(
        reporter,
        article,
        headline="",
        slug="…",
        main_image="999999",
        standfirst="x" * 900,
        language="xx",
        **rows,
    )
    assert on_screen(reporter, article) == article.payload() | {"headline": ""}


@pytest.mark.parametrize(("make_one", "name"), [(make.make_page, "title"), (make.make_person, "name")])
def test_pages_and_people_are_kept_too(reporter: AdminPage, make_one: Any, name: str) -> None:
    row = make_one()
    type_into(reporter, row, **{name: "As typed"})
    assert on_screen(reporter, row, type(row)) == row.payload() | {name: "As typed"}
    assert Buffer.objects.get().label == "As typed"


def test_a_form_sent_as_it_is_shown_reads_as_what_is_saved(reporter: AdminPage) -> None:
    everything = {"main_image": make.make_image().key, "tags": [make.make_tag().key, make.make_tag().key]}
    for row in (
        make.make_article(
            **everything, credits=[{"person": None, "name": "DPA", "role": "", "is_agency": True}]
        ),
        make.make_person(
            aliases=["A", "B"], links=["https://example.com/"], sources=[make.make_reference().key]
        ),
        make.make_page(),
    ):
        type_into(reporter, row)
        assert on_screen(reporter, row, type(row)) == row.payload()
        Buffer.objects.all().delete()


def test_a_fix_on_the_screen_is_what_readers_see_with_what_was_typed(reporter: AdminPage) -> None:
    article = make.make_published_article(headline="As readers see it", standfirst="Summary")
    seen = article.payload()
    make.save(article, headline="Rewritten")
    form = {"headline": "Fixed", "edition": "1"}
    keep(reporter, change_url(article, "keep"), form, form="fix")
    assert on_screen(reporter, article, form="fix") == seen | {"headline": "Fixed"}
    assert on_screen(reporter, article) == article.payload()
    assert Buffer.objects.get().based_on == 1


def test_keeping_asks_the_database_little(reporter: AdminPage, django_assert_max_num_queries: Any) -> None:
    article = make.make_article()
    type_into(reporter, article, headline="As typed")
    form = reporter.form(change_url(article))
    # Session, who asks, the newsroom, their rights (2), the page, the words; and who else is there (3).
    with django_assert_max_num_queries(10):
        keep(reporter, change_url(article, "keep"), form, order="9")


def test_only_the_asking_persons_words_are_on_the_screen(reporter: AdminPage) -> None:
    article = make.make_article(headline="As saved")
    type_into(reporter, article, headline="Hers")
    other = make.make_user("administrator")
    assert buffering.on_screen(buffering.place_of(article, other, tab="one")) is None


@pytest.mark.on_both
def test_kinds_are_told_apart() -> None:
    assert {buffering.kind_of(model) for model in (Article, Page, Person)} == {"article", "page", "person"}
