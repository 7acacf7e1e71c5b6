"""Nothing goes out with a picture that readers who cannot see it get nothing of."""

from typing import Any

import pytest
from django.test import Client

from publishing.errors import NotReady
from publishing.records import save_record
from publishing.richtext import build
from publishing.workflow import correct, fix_live, publish, republish, retract, schedule, withdraw
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.publishing.history import nothing_changes
from tests.reading import tree

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

MAIN, TEXT = "the main picture “A view”", "the picture “A view” in the text"


@pytest.fixture
def image() -> Any:
    return make.make_image(title="A view", alt="")


def drafts_with(image: Any) -> dict[str, tuple[Any, str]]:
    """Return one draft for each way to use a picture, with what is said of it."""
    shown = make.text_of("Words.") + make.picturing(image)
    return {
        "main": (make.make_article(main_image=image.key), MAIN),
        "article": (make.make_article(body=shown), TEXT),
        "page": (make.make_page(body=shown), TEXT),
        "person": (make.make_person(body=shown), TEXT),
        "portrait": (make.make_person(portrait=image.key), "the portrait “A view”"),
    }


@pytest.mark.on_both
@pytest.mark.parametrize("use", ["main", "article", "page", "person", "portrait"])
def test_neither_publishing_nor_scheduling_lets_it_out(image: Any, use: str) -> None:
    draft, said = drafts_with(image)[use]
    with nothing_changes(draft):
        with pytest.raises(NotReady, match=said):
            publish(working_copy=draft, version=1, actor=None)
        with pytest.raises(NotReady, match=said):
            schedule(working_copy=draft, version=1, actor=None, starts_at=make.tomorrow())
    save_record(record=image, changes={"alt": "Hills at dusk"}, version=image.version, actor=None)
    publish(working_copy=draft, version=1, actor=None)


def test_blanks_describe_nothing(image: Any) -> None:
    for alt in (" ", "\u200b", "\u00a0"):
        draft = make.make_article(main_image=image.key, main_image_alt=alt)
        with pytest.raises(NotReady, match=MAIN):
            publish(working_copy=draft, version=1, actor=None)


def test_a_description_where_it_is_used_is_enough(image: Any) -> None:
    body = make.text_of("Words.") + make.picturing(image, alt="Hills at dusk")
    draft = make.make_article(main_image=image.key, main_image_alt="Hills", body=body)
    publish(working_copy=draft, version=1, actor=None)
    alts = [shown.get("alt") for shown in tree(f"/articles/{draft.slug}/").iter("img")]
    assert alts == ["Hills", "Hills at dusk"]


def test_decoration_needs_no_description_and_readers_get_none(image: Any) -> None:
    save_record(record=image, changes={"alt": "Hills"}, version=image.version, actor=None)
    body = make.text_of("Words.") + build.figure(image.key, decorative=True)
    draft = make.make_article(
        main_image=image.key, main_image_alt="A view", main_image_decorative=True, body=body
    )
    save_record(record=image, changes={"alt": ""}, version=image.version, actor=None)
    publish(working_copy=draft, version=1, actor=None)
    page = tree(f"/articles/{draft.slug}/")
    assert [shown.get("alt") for shown in page.iter("img")] == ["", ""]
    named = {meta.get("property"): meta.get("content") for meta in page.iter("meta")}
    assert named["og:image"].endswith("/og.jpg")
    assert "og:image:alt" not in named
    assert [use.alt for use in make.edition_of(draft).image_uses.all()] == ["", ""]
    feed = Client().get("/feed/").content.decode()
    assert feed.count("alt=&quot;&quot;") + feed.count('alt=""') == 2


def test_two_versions_side_by_side_say_that_it_became_decoration(image: Any) -> None:
    draft = make.make_article(main_image=image.key)
    make.save(draft, main_image_decorative=True)
    page = AdminPage(make.make_user("editor")).open(f"{change_url(draft, 'compare')}?old=1&new=2")
    found = page.context["found"]
    said = [(row.label, [piece.text.strip() for line in row.rows for piece in line.new]) for row in found]
    assert said == [("Decoration only", ["yes"])]


def test_in_a_text_the_library_describes_what_is_not_described_there_and_that_is_frozen() -> None:
    image = make.make_image(alt="Hills at dusk")
    article = make.make_published_article(body=make.text_of("Words.") + make.picturing(image))
    save_record(record=image, changes={"alt": "Something else"}, version=image.version, actor=None)
    [shown] = tree(make.edition_of(article).get_absolute_url()).iter("img")
    assert shown.get("alt") == "Hills at dusk"
    assert make.edition_of(article).image_uses.get().alt == "Hills at dusk"


def test_what_changes_or_brings_back_what_readers_see_is_held_to_it_but_retracting_is_not() -> None:
    image = make.make_image(title="A view", alt="Hills at dusk")
    article = make.make_published_article(main_image=image.key)
    save_record(record=image, changes={"alt": ""}, version=image.version, actor=None)
    version = make.save(article, headline="Better")
    with nothing_changes(article):
        with pytest.raises(NotReady, match=MAIN):
            correct(working_copy=article, version=version, actor=None, kind="update", note="More is known.")
        with pytest.raises(NotReady, match=MAIN):
            fix_live(working_copy=article, edition=1, payload={"headline": "Fixed"}, actor=None)
    fixed = {"headline": "Fixed", "main_image_alt": "Hills"}
    fix_live(working_copy=article, edition=1, payload=fixed, actor=None)
    withdraw(working_copy=article, edition=2, actor=None)
    with nothing_changes(article), pytest.raises(NotReady, match=MAIN):
        republish(working_copy=article, actor=None, edition=1)
    republish(working_copy=article, actor=None)
    other = make.make_published_article(main_image=make.make_image(title="Other").key)
    used = other.main_image
    save_record(record=used, changes={"alt": ""}, version=used.version, actor=None)
    assert retract(working_copy=other, edition=1, actor=None, note="It is not so.").is_retracted


def test_the_pages_that_ask_say_it_and_the_draft_can_be_looked_at(image: Any) -> None:
    editor = AdminPage(make.make_user("editor"))
    for draft, said in drafts_with(image).values():
        for page in ("publish", "schedule"):
            assert said in editor.open(change_url(draft, page)).content.decode()
        editor.open(change_url(draft, "preview"))
