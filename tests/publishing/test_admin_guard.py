"""The admin is deny-by-default, and stays so."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.checks import run_checks

from articles.models import Article
from publishing.admin.checks import problems
from publishing.admin.guard import GuardedAdmin
from publishing.models import Tag
from tests import factories
from tests.admin_forms import AdminPage, change_url, staff_without_rights

pytestmark = pytest.mark.same_on_both

LIST = "/admin/articles/article/"


def test_every_registered_page_is_guarded() -> None:
    assert not [problem for problem in run_checks() if problem.id.startswith("newsroom.")]


def test_the_check_fails_on_pages_actions_and_rows_that_are_not() -> None:
    class Loose(admin.ModelAdmin):
        pass

    def empty(modeladmin, request, queryset): ...

    class LooseRows(admin.TabularInline):
        model = Tag

    class LooseAction(GuardedAdmin):
        actions = (empty,)
        inlines = (LooseRows,)

    site = AdminSite()
    assert [problem.id for problem in problems(Loose(Tag, site))] == ["newsroom.E001"]
    found = [problem.id for problem in problems(LooseAction(Tag, site))]
    assert found == ["newsroom.E002", "newsroom.E003"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    ["body__startswith=%3Cp", "headline__contains=a", "holder__password__startswith=m", "imported_digest=x"],
)
def test_the_list_answers_no_questions_of_its_own(question: str) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    factories.make_article()
    assert reporter.client.get(f"{LIST}?{question}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["stage__exact=submitted", "public=live", "label__exact=news", "q=One"])
def test_the_list_answers_its_filters(question: str) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    factories.make_published_article(headline="One")
    assert reporter.client.get(f"{LIST}?{question}").status_code == 200


@pytest.mark.django_db
def test_actions_without_a_permission_are_not_offered() -> None:
    def wipe(modeladmin, request, queryset): ...

    class Loose(GuardedAdmin):
        actions = (wipe,)

    page = Loose(Tag, AdminSite())

    class Request:
        GET: dict = {}
        user = factories.make_user("administrator")

    assert page.get_actions(Request()) == {}


@pytest.mark.django_db
def test_nothing_is_deleted() -> None:
    administrator = AdminPage(factories.make_user("administrator"))
    article, tag = factories.make_article(), factories.make_tag()
    for row in (article, tag):
        assert administrator.client.post(change_url(row, "delete"), {"post": "yes"}).status_code == 403
    administrator.client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk]})
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.django_db
def test_history_tells_who_did_what() -> None:
    user = factories.make_user("editor", first_name="Edna")
    editor = AdminPage(user)
    article = factories.make_article()
    editor.send(change_url(article, "publish"))
    page = editor.open(change_url(article, "history")).content.decode()
    assert "Edna" in page and "published" in page and "started" in page


@pytest.mark.django_db
def test_lookups_need_the_right_to_view() -> None:
    person = factories.make_person(name="Liang Wenfeng", occupation="Founder")
    source = factories.make_reference(title="A report")
    reporter, nobody = (
        AdminPage(factories.make_user("reporter")),
        AdminPage(staff_without_rights()),
    )
    people, sources = "/admin/profiles/person/lookup/", "/admin/references/reference/lookup/"
    found = json.loads(reporter.open(f"{people}?q=liang").content)["results"]
    assert [(row["key"], row["label"], row["detail"]) for row in found] == [
        (person.key, "Liang Wenfeng", "Founder")
    ]
    found = json.loads(reporter.open(f"{sources}?keys={source.key},nonsense").content)["results"]
    assert [row["label"] for row in found] == ["A report"]
    for url in (people, sources, "/admin/images/image/lookup/"):
        assert nobody.client.get(url).status_code == 403
    autocomplete = "/admin/autocomplete/?app_label=articles&model_name=draftcredit&field_name=person"
    assert nobody.client.get(autocomplete).status_code == 403
    assert reporter.client.get(autocomplete).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("object_id", ["0", "999999999999999999999999", "x", "1%00"])
def test_an_object_that_is_not_there_is_not_an_error(object_id: str) -> None:
    editor = AdminPage(factories.make_user("editor"))
    for page in ("change", "history", "versions", "compare", "publish", "preview"):
        answer = editor.client.get(f"{LIST}{object_id}/{page}/", follow=True)
        assert answer.status_code in (200, 404)
