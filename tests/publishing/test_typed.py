"""What is typed as one line is stored as one line of what can be seen, whichever verb takes it."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.models import Group
from hypothesis import given
from hypothesis import strategies as st

from colleagues.inviting import accept, invite
from masthead.saving import save_newsroom, the_newsroom
from profiles.models import Person
from publishing.errors import InvalidText, NotReady
from publishing.models import Event
from publishing.records import save_record
from publishing.richtext import build, extract, one_line, plain_lines
from publishing.timeline import Change
from publishing.workflow import correct, create, save_revision, submit
from publishing.workflow.fixing import fix_live
from tests import factories as make

UNSEEN = (
    "\x00\x07\x1b\x7f\x9f\u00ad\u061c\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\ufff9\U000e0041"
)
BREAKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
DIRTY = f"  {UNSEEN}A{UNSEEN}na{BREAKS}Ruiz{UNSEEN} "
CLEAN = "Ana Ruiz"


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_is_dropped(char: str) -> None:
    assert one_line(f"{char}An{char}a Ruiz{char}") == CLEAN


@pytest.mark.parametrize("char", BREAKS, ids=ascii)
def test_a_line_break_of_any_kind_is_a_space(char: str) -> None:
    assert one_line(f"{char}Ana{char}{char}Ruiz{char}") == CLEAN


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "ශ්\u200dරී",
        "👩\u200d🔬",
        "❤\ufe0f",
        "葛\U000e0100城",
        "\u0600١",
        "山田\u3000太郎",
        "Quoi\u202f?",
        "שפת C++\u200e היא",
    ],
    ids=ascii,
)
def test_what_letters_need_stays(text: str) -> None:
    assert one_line(text) == text


@given(st.text())
def test_a_clean_line_stays_as_it_is(text: str) -> None:
    once = one_line(text)
    assert one_line(once) == once
    assert once == once.strip()
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(char) for char in once}


def test_several_lines_keep_their_breaks() -> None:
    assert plain_lines(f"{DIRTY}\r\n\r\n{CLEAN}\u202e\n").splitlines()[-2:] == ["", CLEAN]


@pytest.mark.django_db
def test_every_line_of_an_article_is_clean() -> None:
    draft = make.make_article()
    text = build.paragraph("Words.") + build.figure(make.make_image().key, caption="Seen", alt=DIRTY)
    lines: dict[str, Any] = dict.fromkeys(
        ("headline", "short_headline", "main_image_alt", "main_image_caption"), DIRTY
    )
    credits = [{"person": None, "name": DIRTY, "role": DIRTY, "is_agency": False}]
    payload = {**lines, "credits": credits, "body": text, "standfirst": "One\u202e.\r\nTwo."}
    save_revision(working_copy=draft, payload=payload, version=draft.version, actor=None, note=DIRTY)
    draft.refresh_from_db()
    stored = draft.payload()
    assert {stored[name] for name in lines} == {CLEAN}
    assert stored["credits"] == [credits[0] | {"name": CLEAN, "role": CLEAN}]
    assert stored["standfirst"] == "One.\nTwo."
    assert [use.alt for use in extract(stored["body"]).images] == [CLEAN]
    note = "Ana\n\n\n\n\n\n\nRuiz"
    assert draft.revisions.order_by("number").last().note == note


@pytest.mark.django_db
def test_every_line_of_a_profile_and_of_a_page_is_clean() -> None:
    person = make.make_person()
    lines: dict[str, Any] = dict.fromkeys(("name", "occupation", "portrait_alt"), DIRTY)
    payload = {**lines, "aliases": [DIRTY, "Z\u202e"]}
    save_revision(working_copy=person, payload=payload, version=person.version, actor=None)
    person.refresh_from_db()
    assert {getattr(person, name) for name in lines} == {CLEAN}
    assert person.aliases == [CLEAN, "Z"]
    page = make.make_page(title=DIRTY)
    assert page.title == CLEAN


@pytest.mark.django_db
def test_every_line_of_a_record_is_clean() -> None:
    tag = make.make_tag(DIRTY, synonyms=[f"Other{UNSEEN} word"])
    assert (tag.name, tag.synonyms, tag.slug) == (CLEAN, ["Other word"], "ana-ruiz")
    source = make.make_reference(title=DIRTY, container_title=DIRTY, authors=[{"literal": DIRTY}])
    assert (source.title, source.container_title, source.authors) == (CLEAN, CLEAN, [{"literal": CLEAN}])
    image = make.make_image(title=DIRTY, alt=DIRTY, caption="Ana\u202e Ruiz", credit=DIRTY)
    assert {image.title, image.alt, image.caption, image.credit} == {CLEAN}
    assert make.make_publisher(name=DIRTY).name == CLEAN
    save_record(record=tag, changes={"description": "One\u2028two\u202e"}, version=tag.version, actor=None)
    assert tag.description == "One\ntwo"


@pytest.mark.django_db
def test_what_the_newsroom_says_of_itself_is_clean() -> None:
    save_newsroom(
        newsroom=the_newsroom(),
        changes={"name": DIRTY, "tagline": DIRTY, "footer_text": f"{CLEAN}\u202e"},
        menu=[{"label": DIRTY, "address": "/people/"}],
        version=0,
        actor=None,
    )
    newsroom = the_newsroom()
    assert {newsroom.name, newsroom.tagline, newsroom.footer_text, newsroom.menu.get().label} == {CLEAN}


@pytest.mark.django_db
def test_the_names_of_colleagues_are_clean(client: Any) -> None:
    role = Group.objects.get(name="Reporters")
    chief = make.make_user("administrator")
    invitation, token = invite(
        first_name=DIRTY, last_name=f"\u202e{CLEAN}", email="ana@example.com", role=role, actor=chief
    )
    assert str(invitation) == f"{CLEAN} {CLEAN}"
    user = accept(token=token, username="an\u202ea", password="a good long password 7")
    assert (user.username, user.get_full_name()) == ("ana", f"{CLEAN} {CLEAN}")
    client.force_login(user)
    address = f"/admin/accounts/user/{user.pk}/change/"
    form = client.get(address).context["adminform"].form
    given = {name: form[name].value() or "" for name in form.fields} | {"first_name": "Be\u202ea\u200b"}
    client.post(address, given)
    user.refresh_from_db()
    assert user.first_name == "Bea"


@pytest.mark.django_db
def test_notes_are_clean_and_one_of_nothing_seen_is_none() -> None:
    chief = make.make_user("editor")
    draft = make.make_article(actor=chief)
    submit(working_copy=draft, version=draft.version, actor=chief, note="Look\u202e here")
    draft.refresh_from_db()
    assert draft.handover_note == "Look here"
    assert Event.objects.order_by("id").last().note == "Look here"
    live = make.make_published_article()
    fix_live(
        working_copy=live,
        edition=1,
        payload={"headline": DIRTY},
        actor=None,
        change="update",
        public_note=f"{CLEAN}\u202e",
    )
    edition = live.editions.order_by("number").last()
    assert (edition.headline, edition.public_note) == (CLEAN, CLEAN)
    live.refresh_from_db()
    with pytest.raises(NotReady, match="what was wrong"):
        correct(
            working_copy=live, version=live.version, actor=None, kind=Change.CORRECTION, note="\u200b\u202e"
        )


@pytest.mark.django_db
def test_a_name_of_nothing_seen_is_no_name() -> None:
    with pytest.raises(InvalidText, match="Nothing of this name"):
        create(working_copy=Person(), payload={"name": UNSEEN}, actor=None)


@pytest.mark.django_db
def test_names_of_which_nothing_can_be_seen_are_left_out_of_a_list() -> None:
    names = ["Ada", "\u200d", "\u0301", "\u202e", "", "Countess"]
    assert make.make_person(name="A. L.", aliases=names).aliases == ["Ada", "Countess"]
    assert make.make_tag(name="Looms", synonyms=names).synonyms == ["Ada", "Countess"]
