"""Addresses of the site before lead on, and never hide what is there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moving.leading import names_behind_home, names_in
from moving.models import OldAddress
from publishing.models import Tag
from publishing.workflow import publish, save_revision, withdraw
from tests.factories import (
    edition_of,
    make_article,
    make_old_address,
    make_published_article,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


def there(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/2019/05/harbour/", "/2019/05/harbour/"),
        ("/2019/05/harbour/", "/2019/05/harbour"),
        ("https://old.example/2019/05/harbour?x=1#top", "/2019/05/harbour/?x=1"),
        ("/?p=123", "/?p=123"),
        ("/index.php?id=7&page=2", "/index.php?id=7&page=2"),
        ("/über-uns/", "/%C3%BCber-uns/"),
        ("/%C3%BCber-uns", "/über-uns/"),
        ("/2019/05/harbour/", "/2019/05/harbour/?utm_source=mail"),
        ("/?p=123", "/?p=123&utm_source=mail&fbclid=x"),
        ("/?p=123", "/?from=mail&p=123"),
        ("/?type=news&p=123", "/?type=news&utm_medium=mail&p=123"),
        ("/?harbour", "/?harbour&ref=mail"),
    ],
)
def test_an_old_address_leads_on_however_it_is_written(client: Client, old: str, asked: str) -> None:
    edition = edition_of(make_published_article())
    make_old_address(old, article=edition.working_copy)
    assert there(client, asked) == (301, edition.get_absolute_url())


def test_the_names_in_old_addresses_behind_the_root_are_known() -> None:
    article = make_article()
    for old in ("/?p=1", "/?p=2", "/?page_id=3&lang=de", "/?harbour", "/index.php?id=7", "/old/", "/?ü=1"):
        make_old_address(old, article=article)
    names = names_behind_home()
    assert names == {"p", "page_id", "lang", "harbour", "%C3%BC"}
    for query, found in (
        ("p=9&utm_source=x", {"p"}),
        ("%70=9", {"p"}),
        ("x=1%26p=2", {"p"}),
        ("ü=1".encode().decode("latin-1"), set()),
        ("%c3%bc=1", {"%C3%BC"}),
        ("q=p&harbours", set()),
    ):
        assert names_in(query) & names == found, query


def test_it_leads_in_one_hop_to_where_the_article_is_now(client: Client) -> None:
    edition = edition_of(make_published_article())
    article = edition.working_copy
    make_old_address("/old/", article=article)
    save_revision(working_copy=article, payload={"slug": "renamed"}, version=article.version, actor=None)
    article.refresh_from_db()
    publish(working_copy=article, version=article.version, actor=None)
    assert there(client, "/old/") == (301, "/articles/renamed/")


def test_it_is_nothing_while_what_it_leads_to_is_not_public(client: Client) -> None:
    article = make_article()
    make_old_address("/old/", article=article)
    with CaptureQueriesContext(connection) as asked_of_nonsense:
        nonsense = client.get("/older/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get("/old/")
    assert (answer.status_code, answer.content) == (404, nonsense.content)
    assert len(asked) == len(asked_of_nonsense)
    article.refresh_from_db()
    edition = publish(working_copy=article, version=article.version, actor=None)
    assert there(client, "/old/") == (301, edition.get_absolute_url())
    withdraw(working_copy=article, edition=edition.number, actor=None)
    assert there(client, "/old/")[0] == 404


def test_a_live_page_is_never_hidden(client: Client) -> None:
    edition, other = edition_of(make_published_article()), make_published_article()
    make_old_address(edition.get_absolute_url(), article=other)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/?p=999").status_code == 200


def test_a_tag_and_a_place_are_led_to(client: Client) -> None:
    tag = make_tag()
    make_published_article(tags=[tag.key])
    make_old_address("/category/harbour/", tag=tag)
    make_old_address("/?feed=rss2", place="/feed/")
    assert there(client, "/category/harbour/") == (301, Tag.objects.get().get_absolute_url())
    assert there(client, "/?feed=rss2") == (301, "/feed/")


def test_an_editor_adds_one_by_pasting_where_it_leads(client: Client) -> None:
    edition = edition_of(make_published_article())
    client.force_login(make_user("editor"))
    form = {
        "path": "https://old.example/?p=5",
        "leads_to": f"http://testserver{edition.get_absolute_url()}",
        "version": "0",
    }
    answer = client.post("/admin/moving/oldaddress/add/", form, follow=True)
    assert answer.status_code == 200
    row = OldAddress.objects.get()
    assert (row.path, row.article_id) == ("/?p=5", edition.working_copy_id)
    page = client.get(f"/admin/moving/oldaddress/{row.pk}/change/").content.decode()
    assert edition.get_absolute_url() in page
    answer = client.post(
        "/admin/moving/oldaddress/add/", form | {"path": "/x/", "leads_to": "/nowhere-at-all/"}
    )
    assert "nothing of this site at that address" in answer.content.decode()
    answer = client.post("/admin/moving/oldaddress/add/", form)
    assert "already" in answer.content.decode() and OldAddress.objects.count() == 1


def test_a_reporter_may_not(client: Client) -> None:
    client.force_login(make_user("reporter"))
    assert client.get("/admin/moving/oldaddress/").status_code == 403
