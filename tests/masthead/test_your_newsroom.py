"""“Your newsroom” in the admin: one page, for administrators, on which nothing is overwritten silently."""

from io import BytesIO

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from PIL import Image as Pixels

from images.models import Image
from masthead import admin as newsroom_admin
from masthead.models import MenuItem, Newsroom
from publishing import records
from publishing.checks import reasons_to_choose
from publishing.models import Event
from publishing.workflow import publish
from tests import factories
from tests.admin_forms import AdminPage
from tests.colleagues.test_races import together
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

PAGE = "/admin/masthead/newsroom/"
ROW = "menu-{}-{}"


def administrator() -> AdminPage:
    """Log in somebody who is administrator by role, not superuser."""
    user = factories.make_user("editor")
    user.groups.set([factories.group_of("administrator")])
    return AdminPage(user)


def address(page: AdminPage) -> str:
    """Return where the page's form stands: its list leads there."""
    url: str = page.client.get(PAGE).url
    return url


def png(colour: str, size: tuple[int, int] = (400, 100)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Pixels.new("RGB", size, colour).save(buffer, "PNG")
    return SimpleUploadedFile("our file.png", buffer.getvalue(), content_type="image/png")


def menu_rows(*rows: dict[str, str]) -> dict[str, str]:
    """Return what the form sends for these rows of the menu."""
    fields = {"menu-TOTAL_FORMS": str(len(rows)), "menu-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        given = {"position": str(number + 1), "label": "", "tag": "", "page": "", "address": ""} | row
        fields |= {ROW.format(number, name): value for name, value in given.items()}
    return fields


def errors(answer: object) -> str:
    page = lxml.html.fromstring(answer.content.decode())
    return " ".join(element.text_content() for element in page.xpath('//*[contains(@class, "errorlist")]'))


def test_an_administrator_fills_it_in_and_changes_it_on_the_same_page() -> None:
    page = administrator()
    assert address(page) == f"{PAGE}add/"
    answer = page.send(address(page), name="The Post", time_zone="Europe/Berlin", **menu_rows())
    assert "Saved. Readers see it now." in page.said(answer)
    row = Newsroom.objects.get()
    assert address(page) == f"{PAGE}{row.pk}/change/"
    assert page.client.get(f"{PAGE}add/").url == address(page)
    assert "The Post" in text("/")
    page.send(address(page), tagline="News of the port", links="social.example/@post")
    row.refresh_from_db()
    assert (row.name, row.tagline, row.links) == (
        "The Post",
        "News of the port",
        ["https://social.example/@post"],
    )
    assert [event.verb for event in Event.objects.filter(kind="newsroom").order_by("pk")] == [
        "create",
        "save",
    ]
    history = page.open(f"{PAGE}{row.pk}/history/").content.decode()
    assert "saved" in history


def test_its_place_on_the_first_page_offers_no_second_one() -> None:
    page = administrator()
    shown = page.open("/admin/").content.decode()
    assert "Your newsroom" in shown and PAGE in shown and f"{PAGE}add/" not in shown
    buttons = page.buttons(f"{PAGE}add/")
    assert "Save" in buttons and not [b for b in buttons if "another" in b or "continue" in b]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_only_administrators_may_see_and_change_it(role: str) -> None:
    row = factories.fill_in_newsroom(name="The Post")
    page = AdminPage(factories.make_user(role))
    for url in (
        PAGE,
        f"{PAGE}add/",
        f"{PAGE}{row.pk}/change/",
        f"{PAGE}{row.pk}/history/",
        f"{PAGE}sample.svg",
    ):
        assert page.client.get(url).status_code == 403, url
    for url in (f"{PAGE}{row.pk}/change/", f"{PAGE}first-steps/hide/"):
        assert page.client.post(url, {"name": "Mine", "version": 1}).status_code == 403, url
    assert Client().get(PAGE).status_code == 302
    assert "Your newsroom" not in page.open("/admin/").content.decode()
    row.refresh_from_db()
    assert (row.name, row.version) == ("The Post", 1)


def test_who_may_only_see_it_sees_it_and_who_may_change_it_needs_no_other_right() -> None:
    row = factories.fill_in_newsroom(name="The Post", menu=[{"label": "All", "address": "/people/"}])
    user = factories.staff_with("view_newsroom")
    page, url = AdminPage(user), f"{PAGE}{row.pk}/change/"
    shown = page.open(url).content.decode()
    assert 'readonly">The Post<' in shown and 'name="name"' not in shown
    assert page.client.post(url, {"name": "Mine", "version": 1}).status_code == 403
    AdminPage(factories.staff_with("view_newsroom", "change_newsroom")).send(url, name="The Gazette")
    row.refresh_from_db()
    assert row.name == "The Gazette"


def test_of_two_administrators_the_second_sees_both_and_decides() -> None:
    first, second = administrator(), administrator()
    tag = factories.make_tag("Ports")
    factories.fill_in_newsroom(name="The Post")
    opened = second.form(address(second))
    first.send(address(first), name="The Morning Post", **menu_rows({"tag": str(tag.pk)}))
    typed = opened | menu_rows({"label": "Everybody", "address": "/people/"}) | {"name": ["The Evening Post"]}
    answer = second.send(address(second), typed)
    shown = answer.content.decode()
    assert "Below is what was saved meanwhile" in shown
    told = " ".join(lxml.html.fromstring(shown).text_content().split())
    assert "Morning" in told and "Ports (/tags/ports/)" in told and "Everybody (/people/)" in told
    row = Newsroom.objects.get()
    assert row.name == "The Morning Post" and row.menu.get().tag == tag
    again = dict(typed) | {"version": [str(row.version)]}
    second.send(address(second), again)
    row.refresh_from_db()
    assert row.name == "The Evening Post" and row.menu.get().address == "/people/"


def test_of_two_who_fill_it_in_first_the_second_is_told() -> None:
    first, second = administrator(), administrator()
    opened = second.form(f"{PAGE}add/")
    first.send(f"{PAGE}add/", name="The Post")
    answer = second.send(f"{PAGE}add/", opened, name="The Gazette")
    assert "Somebody has filled in this page since you opened it" in answer.content.decode()
    assert Newsroom.objects.get().name == "The Post"


def test_a_logo_is_uploaded_or_chosen_and_public_while_it_is_shown() -> None:
    page = administrator()
    page.send(address(page), logo_upload=png("red"), icon_upload=png("blue", (200, 200)))
    row = Newsroom.objects.get()
    old = row.logo
    assert (old.title, old.width, row.icon.title) == ("Logo", 400, "Icon")
    shown = text("/")
    assert f"/images/{old.key}/400.jpg" in shown and f"/images/{row.icon.key}/icon-32.png" in shown
    assert Client().get(f"/images/{old.key}/400.jpg").status_code == 200
    chosen = factories.make_image()
    page.send(address(page), logo=str(chosen.pk))
    assert Client().get(f"/images/{old.key}/400.jpg").status_code == 404
    assert Client().get(f"/images/{chosen.key}/64.jpg").status_code == 200
    page.send(address(page), logo_upload=png("red"))
    row.refresh_from_db()
    assert row.logo == old and Image.objects.count() == 3


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_saved() -> None:
    page = administrator()
    evil = SimpleUploadedFile("evil.png", b"<svg onload=alert(1)>", content_type="image/png")
    answer = page.send(address(page), name="The Post", logo_upload=evil)
    assert "not a picture we can read" in errors(answer)
    assert not Newsroom.objects.exists() and not Image.objects.exists()


def test_an_upload_whose_save_is_refused_leaves_no_row_and_no_file(monkeypatch) -> None:
    kept: list[Image] = []
    add = records.save_record

    def remember(*, record, **rest):
        kept.extend([record] if isinstance(record, Image) else [])
        return add(record=record, **rest)

    monkeypatch.setattr(records, "save_record", remember)
    page = administrator()
    factories.fill_in_newsroom(name="The Post")
    opened = page.form(address(page))
    factories.fill_in_newsroom(name="The Morning Post")
    page.send(address(page), opened, logo_upload=png("red"))
    assert kept and not kept[0].original
    assert not Image.objects.exists() and Newsroom.objects.get().logo is None


def test_a_colour_hard_to_read_comes_back_with_one_that_is_not() -> None:
    page = administrator()
    answer = page.send(address(page), accent="#FF6600", logo_upload=png("red"))
    assert "to 1 is needed" in errors(answer)
    assert "choose them again" in answer.content.decode() and not Image.objects.exists()
    form = lxml.html.fromstring(answer.content.decode())
    (field,) = form.xpath('//input[@name="accent"]')
    offered = form.xpath(f'//datalist[@id="{field.get("list")}"]/option/@value')
    assert field.get("type") == "color" and len(offered) == 2
    assert (
        "to 1" in page.said(page.send(address(page), accent=offered[0]))
        or Newsroom.objects.get().accent == offered[0]
    )
    page.send(address(page), accent="#a3142b")
    assert Newsroom.objects.get().accent == ""


@pytest.mark.parametrize("written", ["red", "#a3142b0", "rgb(1, 2, 3)"])
def test_what_is_no_colour_gets_one_sentence_whatever_its_length(written: str) -> None:
    page = administrator()
    assert errors(page.send(address(page), accent=written)) == (
        "A colour is written as # and six digits or letters, such as #a3142b."
    )


def test_a_colour_of_three_digits_is_taken_and_widened() -> None:
    page = administrator()
    page.send(address(page), accent="#05A")
    assert Newsroom.objects.get().accent == "#0055aa"
    assert "to 1 is needed" in errors(page.send(address(page), accent="#FFF"))


def test_the_sample_is_drawn_in_the_colour_that_was_saved() -> None:
    page = administrator()
    factories.fill_in_newsroom(accent="#0b5cab")
    answer = page.open(f"{PAGE}sample.svg")
    assert answer["Content-Type"] == "image/svg+xml" and b"#0b5cab" in answer.content


def test_menu_rows_are_ordered_by_their_numbers_and_say_what_is_wrong() -> None:
    page, tag = administrator(), factories.make_tag("Ports")
    rows = menu_rows(
        {"position": "9", "tag": str(tag.pk)}, {"position": "2", "label": "People", "address": "/people/"}
    )
    page.send(address(page), **rows)
    assert [str(item) for item in MenuItem.objects.all()] == ["People", "Ports"]
    form = page.form(address(page))
    assert [form[ROW.format(n, "label")] for n in range(2)] == [["People"], [""]]
    wrong = {
        "Choose a tag or a page or write an address": {"label": "Both", "tag": str(tag.pk), "address": "/"},
        "Write what the link": {"address": "/people/"},
        "is no address": {"label": "Evil", "address": "javascript:alert(1)"},
    }
    for sentence, row in wrong.items():
        assert sentence in errors(page.send(address(page), **menu_rows(row)))
    assert [str(item) for item in MenuItem.objects.all()] == ["People", "Ports"]


LEADS_SOMEWHERE = {
    "/": True,
    "/people/": True,
    "/people": True,
    "/articles/out/?from=menu#text": True,
    "/rules/": True,
    "/articles/once/": True,
    "/tags/küste/": True,
    "/tags/k%C3%BCste/": True,
    "/tags/k%C3%BCste/feed/": True,
    "/feed/": True,
    "/sitemap.xml": True,
    "/favicon.ico": True,
    "/health/": True,
    "/static/newsroom/icon.svg": True,
    "/admin": True,
    "/admin/": True,
    "/%61dmin": True,
    "/edit": True,
    "/articles/later/": False,
    "/%00/": False,
    "/%ff/": False,
    "https://other.example/nothing/": True,
    "/nothing/": False,
    "/tags/nothing/": False,
    "/articles/draft/": False,
    "/no/such/place/": False,
}


def test_an_address_readers_find_nothing_at_is_warned_of() -> None:
    factories.make_published_article(slug="out", tags=[factories.make_tag("Küste", slug="küste").key])
    factories.make_article(slug="draft")
    factories.make_published_page(slug="rules")
    factories.make_scheduled_article(slug="later", starts_at=factories.tomorrow())
    renamed = factories.make_published_article(slug="once")
    publish(working_copy=renamed, version=factories.save(renamed, slug="now"), actor=None)
    page = administrator()
    rows = [{"label": f"There: {written}", "address": written} for written in LEADS_SOMEWHERE]
    said = page.said(page.send(address(page), **menu_rows(*rows)))
    for written, leads_somewhere in LEADS_SOMEWHERE.items():
        warned = f"The entry “There: {written}” of the menu leads nowhere" in said
        assert warned is not leads_somewhere, written
    assert [item.address for item in MenuItem.objects.order_by("position")] == [*LEADS_SOMEWHERE]


def test_what_it_shows_is_not_deleted_while_it_does() -> None:
    tag, logo = factories.make_tag("Ports"), factories.make_image()
    row = factories.fill_in_newsroom(name="The Post", logo=logo, menu=[{"tag": tag}])
    page = administrator()
    for kept in (tag, logo):
        url = f"/admin/{kept._meta.app_label}/{kept._meta.model_name}/{kept.pk}/remove/"
        shown = page.open(url).content.decode()
        assert "your newsroom “The Post”" in shown and f"{PAGE}{row.pk}/change/" in shown
        page.client.post(url, {"version": kept.version})
        assert type(kept)._default_manager.filter(pk=kept.pk).exists()


def test_tags_and_pictures_every_page_shows_say_so_and_take_an_editor() -> None:
    tag, logo = factories.make_tag("Ports"), factories.make_image()
    factories.fill_in_newsroom(logo=logo, menu=[{"tag": tag}])
    reporter, editor = (AdminPage(factories.make_user(role)) for role in ("reporter", "editor"))
    for shown in (tag, logo):
        url = f"/admin/{shown._meta.app_label}/{shown._meta.model_name}/{shown.pk}/change/"
        assert "Every page shows this" in editor.open(url).content.decode()
        assert "So only editors can change it." in reporter.open(url).content.decode()
        assert reporter.client.post(url, {"version": 1}).status_code == 403


def test_it_is_never_deleted() -> None:
    page = administrator()
    row = factories.fill_in_newsroom(name="The Gazette")
    assert "Delete…" not in page.buttons(address(page))
    assert page.client.post(f"{PAGE}{row.pk}/remove/", {"version": row.version}).status_code == 403
    assert Newsroom.objects.exists()


def test_what_is_removed_while_somebody_saves_costs_nothing_typed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = administrator()

    def fail(**_rest: object) -> None:
        raise IntegrityError("violates foreign key constraint")

    monkeypatch.setattr(newsroom_admin, "save_newsroom", fail)
    answer = page.send(address(page), name="Typed with care")
    shown = answer.content.decode()
    assert "deleted at this very moment" in shown and "Typed with care" in shown
    assert "violates foreign key constraint" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fill_it_in_first_one_is_told() -> None:
    pages = [administrator(), administrator()]
    where = address(pages[0])
    forms = [page.form(where) | {"name": f"Post {number}"} for number, page in enumerate(pages)]
    came = together(
        *(
            lambda page=page, form=form: page.client.post(where, form).status_code
            for page, form in zip(pages, forms, strict=True)
        )
    )
    assert sorted(came) == [200, 302]
    assert Newsroom.objects.get().name in ("Post 0", "Post 1")


def test_reasons_why_something_stays_can_be_switched_off() -> None:
    page = administrator()
    page.send(address(page), name="The Post", reasons_off=["common", "later"], **menu_rows())
    assert Newsroom.objects.get().reasons_off == ["common", "later"]
    assert [reason.value for reason in reasons_to_choose()][:2] == ["wanted", "in_text"]
    page.send(address(page), reasons_off=[], **menu_rows())
    assert Newsroom.objects.get().reasons_off == []
