"""Whatever is typed in the admin is shown in the direction it is read in, and in the language it is in."""

from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.make_user("administrator"))
    return client


def fields(client: Client, path: str) -> list[Element]:
    """Return a page's fields for words; numbers, times, addresses and passwords are none."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    page = html5lib.parse(answer.content, namespaceHTMLElements=False)
    lines = [one for one in page.iter("input") if one.get("type", "text") in ("text", "search")]
    times = ("vDateField", "vTimeField")
    return [one for one in (*lines, *page.iter("textarea")) if one.get("class") not in times]


def test_every_field_of_words_takes_the_direction_of_what_is_typed(client: Client) -> None:
    article = factories.make_published_article(language="ar", headline="عنوان")
    factories.make_invitation()
    paths = [
        "/admin/",
        *(f"/admin/articles/article/{article.pk}/{verb}/" for verb in ("correct", "take-down")),
    ]
    for model in admin.site._registry:
        kind = f"{model._meta.app_label}_{model._meta.model_name}"
        try:
            paths.append(reverse(f"admin:{kind}_add"))
        except NoReverseMatch:
            continue
    seen = 0
    for path in paths:
        if client.get(path, follow=True).status_code == 200:
            for field in fields(client, path):
                assert field.get("dir") == "auto", (path, field.attrib)
                seen += 1
    assert seen > 60


def test_the_language_of_a_text_is_that_of_its_fields(client: Client) -> None:
    article = factories.make_published_article(language="ar", headline="عنوان")
    source = factories.make_reference(language="he")
    for path, language, names in (
        (f"/admin/articles/article/{article.pk}/change/", "ar", {"headline", "standfirst", "body"}),
        (f"/admin/articles/article/{article.pk}/correct/", "ar", {"note"}),
        (f"/admin/references/reference/{source.pk}/change/", "he", {"title"}),
        ("/admin/articles/article/add/", "en", {"headline", "body"}),
    ):
        in_it = {field.get("name") for field in fields(client, path) if field.get("lang") == language}
        assert in_it >= names, path
