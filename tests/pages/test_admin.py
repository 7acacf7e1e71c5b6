"""Pages in the admin: the same way as an article's, and somewhere to start."""

import lxml.html
import pytest
from django.test import Client

from pages.models import Page
from publishing.models import Event, Verb
from publishing.workflow import bin_draft
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.factories import fill_in_newsroom, make_page, make_published_page, make_user, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LIST = "/admin/pages/page/"
ADD = f"{LIST}add/"
ONLY_EDITORS = ("publish", "schedule", "take-down", "fix", "correct", "retract", "send-back", "publish-again")


def readers_see(slug: str) -> str:
    """Return the page readers get at an address, or nothing."""
    answer = Client().get(f"/{slug}/")
    return answer.content.decode() if answer.status_code == 200 else ""


def starts(page: AdminPage, url: str) -> dict[str, str]:
    """Return the starting points an admin page offers: where each leads, by its words."""
    root = lxml.html.fromstring(page.open(url).content.decode())
    buttons = root.xpath('//section[contains(@class, "starting-points")]//a')
    return {button.text_content().strip(): button.get("href") for button in buttons}


def test_a_page_from_the_starting_point_to_taken_down() -> None:
    reporter, editor = AdminPage(make_user("reporter")), AdminPage(make_user("editor"))
    about = starts(reporter, LIST)["About us"]
    assert about == f"{ADD}?start=about"
    assert "as long as one is left, the page cannot be published" in reporter.open(about).content.decode()
    answer = reporter.send(about)
    assert "Saved as version 1" in reporter.said(answer)
    page = Page.objects.get()
    assert (page.title, page.slug) == ("About us", "about")
    assert "replace 4 sentences in square brackets by your own words" in answer.content.decode()

    preview = reporter.open(change_url(page, "preview"))
    assert b"Say in two or three sentences" in preview.content and b"Readers do not see" in preview.content
    assert "no-store" in preview["Cache-Control"] and "noindex" in preview["X-Robots-Tag"]

    reporter.send(change_url(page, "hand-over"), note="Please complete")
    refused = editor.send(change_url(page, "publish")).content.decode()
    assert "“[Say in two or three sentences what you report on" in refused and not readers_see("about")

    editor.send(change_url(page), body=text_of("We report on machines."))
    answer = editor.send(change_url(page, "publish"))
    assert "Readers see published version 1" in editor.said(answer)
    assert "We report on machines." in readers_see("about")
    assert "/about/" in editor.open(change_url(page)).content.decode()

    editor.send(change_url(page), title="About this newspaper")
    assert "About us" in readers_see("about")
    editor.send(change_url(page, "publish"), change="update", public_note="We have a new name.")
    assert "We have a new name." in readers_see("about") and "About this newspaper" in readers_see("about")
    assert "About this newspaper" in editor.open(change_url(page, "compare") + "?old=2").content.decode()

    editor.send(change_url(page, "take-down"), note="Wrong")
    assert not readers_see("about")
    verbs = list(Event.objects.filter(kind="page", object_key=page.key).values_list("verb", flat=True))
    assert verbs[0] == Verb.WITHDRAW and verbs[-1] == Verb.CREATE and Verb.SUBMIT in verbs


def test_what_is_live_is_fixed_beside_an_unfinished_draft() -> None:
    editor = AdminPage(make_user("editor"))
    page = make_published_page(title="Abuot", slug="about", body=text_of("First.", "Last."))
    editor.send(change_url(page), body=text_of("All new.", "Last."))
    editor.send(change_url(page, "fix"), title="About", body=text_of("First.", "The last."))
    shown = readers_see("about")
    assert "About" in shown and "The last." in shown and "All new." not in shown
    page.refresh_from_db()
    assert (page.title, page.body) == ("About", text_of("All new.", "The last."))


def test_the_list_says_where_each_page_is_and_how_it_stands() -> None:
    make_published_page(title="About us", slug="about")
    make_page(title="Contact", slug="contact")
    root = lxml.html.fromstring(AdminPage(make_user("reporter")).open(LIST).content.decode())
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")][1:4]
        for row in root.xpath('//table[@id="result_list"]/tbody/tr')
    ]
    assert rows == [["Contact", "/contact/", "Draft"], ["About us", "/about/", "Published"]]


def test_each_starting_point_is_offered_while_its_page_does_not_exist() -> None:
    reporter = AdminPage(make_user("reporter"))
    assert list(starts(reporter, LIST)) == ["About us", "How we work", "Contact", "Privacy"]
    assert starts(reporter, ADD) == starts(reporter, LIST)
    make_page(slug="about")
    make_published_page(title="Our rules", slug="ethics")
    assert not starts(reporter, LIST), "somewhere to start is for an empty list"
    assert list(starts(reporter, ADD)) == ["Contact", "Privacy"]
    assert reporter.form(f"{ADD}?start=about")["title"] == [""]
    assert not starts(reporter, f"{ADD}?start=contact")
    assert reporter.form(f"{ADD}?start=contact")["slug"] == ["contact"]


def test_an_address_fills_in_nothing_but_a_starting_point() -> None:
    form = AdminPage(make_user("reporter")).form(f"{ADD}?title=Hacked&start=nonsense")
    assert form["title"] == [""] and form["slug"] == [""]


def test_whoever_may_only_read_is_offered_no_start() -> None:
    user = make_user("reporter")
    user.groups.first().permissions.remove(
        *user.groups.first().permissions.filter(codename__in=["add_page", "change_page"])
    )
    reader = AdminPage(user)
    assert not starts(reader, LIST)
    assert reader.client.get(ADD).status_code == 403


@pytest.mark.parametrize("verb", ONLY_EDITORS)
def test_a_reporter_cannot_change_what_readers_see(verb: str) -> None:
    reporter = AdminPage(make_user("reporter"))
    page = make_published_page(slug="about")
    url = change_url(page, verb)
    assert reporter.client.get(url).status_code == 403
    assert reporter.client.post(url, {"version": 1, "edition": 1, "note": "x"}).status_code == 403
    assert readers_see("about")


def test_buttons_follow_rights_and_state() -> None:
    draft, public = make_page(), make_published_page()
    reporter = AdminPage(make_user("reporter"))
    assert reporter.buttons(change_url(draft)) == {"Save", "Preview", "Hand to the editors…"}
    assert reporter.buttons(change_url(public)) == {"Save", "Preview", "Hand to the editors…"}
    for role in ("editor", "administrator"):
        colleague = AdminPage(make_user(role))
        assert {"Publish…", "Schedule…"} <= colleague.buttons(change_url(draft))
        assert {"Take down…", "Correct…", "Retract…"} <= colleague.buttons(change_url(public))


def test_nobody_without_a_login_and_nobody_without_rights_gets_in() -> None:
    page = make_page(title="Secret plans")
    stranger, nobody = Client(), AdminPage(staff_without_rights())
    for name in ("change", "preview", "versions", "published", "compare", "history", "publish", "hand-over"):
        assert stranger.get(change_url(page, name)).status_code == 302
        assert nobody.client.get(change_url(page, name)).status_code == 403


def test_the_form_refuses_an_address_of_another_page_and_a_title_nobody_can_see() -> None:
    reporter = AdminPage(make_user("reporter"))
    make_published_page(slug="about")
    answer = reporter.send(ADD, title="Mine", slug="about", body="<p>Text.</p>")
    assert "“about” belongs to another page" in answer.content.decode()
    answer = reporter.send(ADD, title="\u2800", body="<p>Text.</p>")
    assert "Nothing of this title can be seen" in answer.content.decode()
    assert Page.objects.count() == 1


def test_a_preview_waits_for_a_title_a_text_and_an_address() -> None:
    reporter = AdminPage(make_user("reporter"))
    page = make_page(body="")
    answer = reporter.client.get(change_url(page, "preview"), follow=True)
    assert "Write the text first." in reporter.said(answer)


def test_who_saves_second_finds_both_texts() -> None:
    first, second = AdminPage(make_user("reporter")), AdminPage(make_user("editor"))
    page = make_page(title="Contact")
    opened = second.form(change_url(page))
    first.send(change_url(page), title="Contact us")
    answer = second.send(change_url(page), opened, title="Write to us")
    assert "Not merged yet" in answer.content.decode()
    assert "Contact us" in answer.content.decode() and "Write" in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Contact us"


def test_a_page_in_the_bin_is_offered_as_a_start_again() -> None:
    editor = AdminPage(make_user("editor"))
    about = make_page(title="About us", slug="about")
    assert "About us" not in starts(editor, ADD)
    bin_draft(working_copy=about, version=about.version, actor=None)
    assert "About us" in starts(editor, ADD) and "About us" in starts(editor, LIST)


def test_what_is_missing_is_listed_before_anybody_presses_publish() -> None:
    editor = AdminPage(make_user("editor"))
    sentences = ["[Say who owns the newsroom, and who pays.]", "[Say how to reach you, and when.]"]
    page = make_page(body=text_of(*sentences))
    url = change_url(page, "publish")
    hidden = {"version": str(page.version), "edition": ""}
    for answer in (editor.open(url), editor.client.post(url, hidden)):
        root = lxml.html.fromstring(answer.content.decode())
        listed = root.xpath('//form[@class="verb-form"]//li')
        assert [item.text_content() for item in listed] == [
            f"“{sentence}” waits for your own words." for sentence in sentences
        ]
        assert root.text_content().count(sentences[0]) == 1
        assert "Readers see it at once" not in root.text_content()
        assert not root.xpath('//form[@class="verb-form"]//input[@type="submit"]')
    assert not page.editions.exists()


def test_a_public_page_off_the_menu_says_so_to_whoever_can_put_it_there() -> None:
    administrator, editor = AdminPage(make_user("administrator")), AdminPage(make_user("editor"))
    page = make_page(slug="about")
    sentence, menu = "no entry of the menu leads to it", "/admin/masthead/newsroom/#menu-group"
    assert sentence not in administrator.open(change_url(page)).content.decode()
    published = administrator.send(change_url(page, "publish")).content.decode()
    assert sentence in published and menu in published
    assert sentence not in editor.open(change_url(page)).content.decode()
    for entry in ({"page": page}, {"label": "About", "address": "/about/#us"}):
        fill_in_newsroom(menu=[entry])
        assert sentence not in administrator.open(change_url(page)).content.decode()
