"""Who may not look something up reads no name of it by sending numbers; what stands in a draft stays."""

from typing import Any

import pytest

from articles.models import Article
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/articles/article/add/"
FIELDS = {
    "person": "draft_credits-0-person",
    "source": "draft_sources-0-reference",
    "picture": "main_image",
    "tag": "tags",
}


def hidden(kind: str, name: str = "Nobody may know") -> Any:
    if kind == "person":
        return factories.make_person(name=name)
    if kind == "source":
        return factories.make_reference(title=name)
    return factories.make_tag(name) if kind == "tag" else factories.make_image(title=name)


def colleague() -> AdminPage:
    return AdminPage(factories.staff_with("view_article", "add_article", "change_article"))


@pytest.mark.parametrize("kind", FIELDS)
def test_a_number_that_was_guessed_chooses_and_names_nothing(kind: str) -> None:
    row, page = hidden(kind), colleague()
    answer = page.send(ADD, {**page.form(ADD), "headline": "Rain", FIELDS[kind]: str(row.pk)})
    assert "Nobody may know" not in answer.content.decode()
    assert not Article.objects.exists()
    article = factories.make_article()
    answer = page.send(change_url(article), **{FIELDS[kind]: str(row.pk)})
    assert "Nobody may know" not in answer.content.decode()
    article.refresh_from_db()
    assert row.key not in str(article.payload())


@pytest.mark.parametrize("kind", FIELDS)
def test_control_whoever_may_look_it_up_chooses_it(kind: str) -> None:
    row, page = hidden(kind), AdminPage(factories.make_user("reporter"))
    page.send(ADD, {**page.form(ADD), "headline": "Rain", FIELDS[kind]: str(row.pk)})
    assert row.key in str(Article.objects.get().payload())


def test_what_is_chosen_already_is_seen_and_stays() -> None:
    rows = {kind: hidden(kind, f"A {kind}") for kind in FIELDS}
    article = factories.make_article(
        tags=[rows["tag"].key],
        sources=[rows["source"].key],
        main_image=rows["picture"].key,
        credits=[{"person": rows["person"].key, "name": "", "role": ""}],
    )
    before, page = article.payload(), colleague()
    assert "A person" in page.open(change_url(article)).content.decode()
    page.send(change_url(article), headline="Another headline")
    article.refresh_from_db()
    assert article.payload() == before | {"headline": "Another headline"}
