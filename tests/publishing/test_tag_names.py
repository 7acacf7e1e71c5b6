"""No two tags share a name: whoever tries is told which tag has it, and led there."""

import pytest
from django.db import IntegrityError
from django.test import Client

from publishing.errors import InvalidText
from publishing.models import Tag, TagName
from publishing.records import save_record
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "synonyms"),
    [
        ("ai", []),
        ("Ａ Ｉ", ["AI"]),
        ("artificial intelligence", []),
        ("Machines", ["Artificial  Intelligence"]),
    ],
)
def test_a_name_of_another_tag_is_refused_with_its_name(name: str, synonyms: list[str]) -> None:
    make.make_tag("Artificial intelligence", synonyms=["AI"])
    with pytest.raises(InvalidText, match="the tag “Artificial intelligence” already"):
        make.make_tag(name, synonyms=synonyms)
    other = make.make_tag("Ports")
    with pytest.raises(InvalidText, match="the tag “Artificial intelligence” already"):
        save_record(record=other, changes={"synonyms": ["AI"]}, version=other.version, actor=None)
    assert Tag.objects.count() == 2


def test_a_tag_may_keep_and_change_its_own_names() -> None:
    tag = make.make_tag("AI", synonyms=["Artificial intelligence", "artificial intelligence"])
    save_record(record=tag, changes={"name": "A.I.", "synonyms": ["AI"]}, version=tag.version, actor=None)
    assert Tag.objects.named("artificial intelligence") is None
    assert Tag.objects.named("ai") == Tag.objects.named("a.i.") == tag


def test_the_database_keeps_two_tags_from_one_name() -> None:
    one, other = make.make_tag("One"), make.make_tag("Other")
    with pytest.raises(IntegrityError):
        TagName.objects.create(tag=other, key=one.names.get().key)


def test_the_form_leads_to_the_tag_that_has_the_name(client: Client) -> None:
    known = make.make_tag("Artificial intelligence", synonyms=["AI"])
    client.force_login(make.make_user("editor"))
    given = {"name": "ai", "description": "", "synonyms": "", "slug": "something-else", "version": "0"}
    page = client.post("/admin/publishing/tag/add/", given).content.decode()
    link = f'<a href="/admin/publishing/tag/{known.pk}/change/">Artificial intelligence</a>'
    assert f"“ai” is a name of the tag {link} already. Use that one." in page
    assert Tag.objects.count() == 1


def test_the_form_leads_to_the_tag_that_has_the_address(client: Client) -> None:
    known = make.make_tag("Net")
    client.force_login(make.make_user("editor"))
    given = {"name": ".NET", "description": "", "synonyms": "", "slug": "", "version": "0"}
    page = client.post("/admin/publishing/tag/add/", given).content.decode()
    link = f'<a href="/admin/publishing/tag/{known.pk}/change/">Net</a>'
    assert f"{link} has the web address “net”. Use that tag, or choose another address." in page
    client.post("/admin/publishing/tag/add/", given | {"slug": "dot-net"})
    assert Tag.objects.named(".net").slug == "dot-net"
