"""Sources, tags and pictures in the admin: what readers see takes the right to publish."""

import json

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from images.models import Image
from publishing import records
from publishing.models import Event, Tag
from publishing.workflow import withdraw
from references.models import Reference
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def test_a_source_readers_see_says_where_and_takes_an_editor() -> None:
    reporter, editor = (AdminPage(factories.make_user(role)) for role in ("reporter", "editor"))
    source = factories.make_reference(title="A reprot")
    factories.make_published_article(headline="Resting on it", sources=[source.key])
    seen = reporter.open(change_url(source)).content.decode()
    assert "Readers see this on 1 page" in seen and "Resting on it" in seen
    assert "So only editors can change it." in seen
    refused = reporter.client.post(change_url(source), {"title": "Changed", "type": "webpage", "version": 1})
    assert refused.status_code == 403
    editor.send(change_url(source), title="A report")
    source.refresh_from_db()
    assert source.title == "A report"
    assert Event.objects.filter(object_key=source.key).latest("pk").data["changed"] == {
        "title": ["A reprot", "A report"]
    }


def test_a_source_nobody_sees_is_changed_by_a_reporter() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    source = factories.make_reference()
    reporter.send(change_url(source), title="Better", authors="Wang, Li\nXinhua")
    source.refresh_from_db()
    assert source.title == "Better"
    assert source.authors == [{"family": "Wang", "given": "Li"}, {"literal": "Xinhua"}]
    assert reporter.form(change_url(source))["authors"] == ["Wang, Li\nXinhua"]


@pytest.mark.on_both
def test_the_same_source_is_offered_instead_of_made_twice() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    source = factories.make_reference(title="First", url="https://example.com/report?id=1")
    add = "/admin/references/reference/add/"
    answer = reporter.send(add, title="Again", url="http://www.example.com/report?id=1&utm_source=x")
    page = answer.content.decode()
    assert "This source is already there" in page and change_url(source) in page
    assert Reference.objects.count() == 1
    reporter.send(add, title="Part two", url="https://example.com/report?id=1", variant="Annex")
    assert Reference.objects.count() == 2


def test_a_tag_gets_its_address_from_its_name() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    reporter.send("/admin/publishing/tag/add/", name="C++", synonyms="cpp\nC plus plus")
    tag = Tag.objects.get()
    assert tag.slug == "c-plus-plus"
    assert tag.synonyms == ["cpp", "C plus plus"]


def test_a_tag_keeps_the_address_readers_have_links_to() -> None:
    editor = AdminPage(factories.make_user("editor"))
    tag = factories.make_tag("Chips")
    editor.send(change_url(tag), slug="semiconductors")
    tag.refresh_from_db()
    assert tag.slug == "semiconductors"
    article = factories.make_published_article(tags=[tag.key])
    withdraw(working_copy=article, edition=1, actor=None, note="")
    answer = editor.send(change_url(tag), slug="processors")
    assert "Readers may have links to “semiconductors”" in answer.content.decode()
    assert "readonly" in editor.open(change_url(tag)).content.decode()
    editor.send(change_url(tag), name="Processors", slug="")
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Processors", "semiconductors")


def png() -> bytes:
    image = factories.make_image(size=(30, 20))
    with image.original.open("rb") as file:
        data: bytes = file.read()
    Image.objects.filter(pk=image.pk).delete()
    return data


def test_a_picture_is_taken_in_and_named() -> None:
    user = factories.make_user("reporter")
    reporter = AdminPage(user)
    upload = SimpleUploadedFile("market_street.png", png(), content_type="image/png")
    reporter.send("/admin/images/image/add/", upload=upload)
    image = Image.objects.get()
    assert (image.title, image.width, image.height) == ("market street", 30, 20)
    assert image.uploaded_by == user
    again = SimpleUploadedFile("again.png", image.original.read(), content_type="image/png")
    answer = reporter.send("/admin/images/image/add/", upload=again)
    assert "already in the library" in answer.content.decode()


def test_an_upload_that_fails_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    upload = SimpleUploadedFile("market.png", png(), content_type="image/png")
    kept: list[Image] = []

    def fail(*, record: Image, **_rest: object) -> None:
        kept.append(record)
        assert record.original.storage.exists(record.original.name)
        raise OperationalError("database is locked")

    monkeypatch.setattr(records, "save_record", fail)
    with pytest.raises(OperationalError):
        reporter.send("/admin/images/image/add/", upload=upload)
    assert not kept[0].original
    assert not Image.objects.exists()


def test_what_is_no_picture_is_refused_with_a_sentence() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    upload = SimpleUploadedFile("evil.png", b"<svg onload=alert(1)>", content_type="image/png")
    answer = reporter.send("/admin/images/image/add/", upload=upload)
    assert "not a picture we can read" in answer.content.decode()
    assert not Image.objects.exists()


def test_a_profile_has_one_name_a_line_and_goes_public() -> None:
    editor = AdminPage(factories.make_user("editor"))
    person = factories.make_person(name="Liang Wenfeng")
    editor.send(change_url(person), aliases="梁文锋\nWenfeng Liang", links="example.com/liang")
    person.refresh_from_db()
    assert person.aliases == ["梁文锋", "Wenfeng Liang"]
    assert person.links == ["https://example.com/liang"]
    assert "Liang Wenfeng" in editor.open(change_url(person, "preview")).content.decode()
    editor.send(change_url(person, "publish"))
    assert editor.client.get(f"/people/{person.slug}/").status_code == 200
    answer = editor.send(change_url(person), links="javascript:alert(1)")
    assert "Line 1:" in answer.content.decode()


def test_a_picture_is_shown_to_colleagues_before_readers_see_it() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    image = factories.make_image()
    page = lxml.html.fromstring(reporter.open("/admin/images/image/").content.decode())
    address = page.xpath('//img[@class="thumbnail"]/@src')[0]
    assert image.key in address
    assert reporter.client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_a_source_is_made_on_the_way_from_an_article() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    add = "/admin/references/reference/add/?_to_field=id&_popup=1"
    answer = reporter.send(add, title="Found while writing", _popup="1", _to_field="id")
    source = Reference.objects.get()
    assert answer.context["popup_response_data"] == json.dumps({"value": str(source.pk), "obj": source.title})


@pytest.mark.on_both
def test_a_person_is_found_by_another_name_in_another_script() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    factories.make_person(name="Liang Wenfeng", aliases=["梁文锋"])
    factories.make_person(name="Li Qiang", aliases=["李强"])
    found = json.loads(reporter.open("/admin/profiles/person/lookup/?q=梁文锋").content)["results"]
    assert [row["label"] for row in found] == ["Liang Wenfeng"]
    assert not json.loads(reporter.open("/admin/profiles/person/lookup/?keys=%00").content)["results"]
