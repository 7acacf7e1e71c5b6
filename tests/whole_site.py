"""The demo newsroom with something in every state, so that every page of it has something to show."""

from contextlib import suppress
from typing import Any

from django.urls import reverse

from accounts.models import User
from articles.models import Article
from colleagues.inviting import invite
from colleagues.leaving import deactivate
from colleagues.logins.models import KnownDevice
from colleagues.logins.telling import token_for
from colleagues.passwords import make_link
from demo.loading import load
from operating.backups import records as backups
from operating.erasing.colleagues import erase_colleague
from pages.models import Page
from profiles.models import Person
from publishing import workflow
from publishing.embargoes import Embargo
from publishing.errors import EditConflict
from publishing.workflow.binning import bin_draft
from tests import factories as make
from tests.colleagues.second_factor.app import with_factor

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def build_whole_site(*, owner: User) -> dict[str, str]:
    """Load the demo, fill in what every page shows, make rows in every state there is.

    Return the secret addresses for people who are not logged in, by the name of their page.
    """
    load()
    make.fill_in_newsroom(
        name="The Daily Example",
        tagline="What machines were, and what they are",
        logo=make.make_image(size=(800, 160)),
        icon=make.make_image(size=(256, 256)),
        accent="#0b5cab",
        contact_email="desk@daily.example",
        contact_address="1 Card Street",
        links=["https://social.example/@daily"],
        footer_text="Published by those who write it.",
        menu=[
            {"tag": make.make_tag("Empty")},
            {"page": make.make_published_page(title="About us", slug="about", actor=owner)},
            {"label": "Everybody", "address": "/people/"},
        ],
    )
    make.make_old_address("/?page_id=2")
    backups.succeed(backups.begin(target="/mnt/backups"), name="20261130T030000Z", added=1, size=2, files=3)
    backups.fail(backups.begin(target="/mnt/backups"), fault=f"{WORD}.")
    make.make_checkup(WORD)
    make_states(owner=owner)
    brought_in = f"Slug, 1st Ld\n{WORD} rains\nBy Ana Ruiz\n\n“{WORD} came,” said Ana Ruiz. [1]\n"
    make.make_delivery(owner, brought_in, f"{brought_in}\nSources\n\n[1] Water. https://w.example/{WORD}\n")
    with_factor(owner)
    KnownDevice.objects.create(user=owner, token_hash="0" * 64, browser="Firefox", system="Linux")
    return make_colleagues()


def make_colleagues() -> dict[str, str]:
    """Make colleagues in every state, and links for two of them."""
    make.make_user("reporter")
    deactivate(user=make.make_user("editor"), actor=None)
    left = make.make_user("editor")
    deactivate(user=left, actor=None)
    erase_colleague(user=left, actor=None)
    role = make.group_of("reporter")
    invite(first_name="Edna", last_name="Roe", email="edna@example.org", role=role, actor=None)
    _invitation, to_join = invite(
        first_name="Ana", last_name="Silva", email="ana@example.org", role=role, actor=None
    )
    _link, to_choose = make_link(user=make.make_user("editor", email="e@example.org"), actor=None)
    return {
        "join": reverse("join", args=[to_join]),
        "choose-password": reverse("choose-password", args=[to_choose]),
        "not-me": reverse("not-me", args=[token_for(KnownDevice.objects.get())]),
        "forgotten": reverse("forgotten"),
    }


def make_states(*, owner: User) -> None:
    """Make an article, a profile and a page in every state that has buttons of its own."""
    held_back = _article("Under embargo", owner)
    embargo = Embargo("EMBARGOED until further notice")
    workflow.put_under_embargo(working_copy=held_back, embargo=embargo, actor=owner)
    for create in (_article, _person, _page):
        create("A draft", owner)
        bin_draft(working_copy=create("In the bin", owner), version=1, actor=None)
        _handed_over(create("With the editors", owner))
        page = create("Scheduled", owner)
        workflow.schedule(working_copy=page, version=1, actor=None, starts_at=make.tomorrow())
        page = _public(create("Live, and being rewritten", owner))
        make.save(page, body=make.text_of("A text that readers do not see yet.", "And more of it."))
        _two_texts(create("Written by two", owner), owner)
        page = _public(create("Taken down", owner))
        workflow.withdraw(working_copy=page, edition=1, actor=None, note="A letter came.")
    page = _public(_article("Retracted", owner))
    workflow.retract(working_copy=page, edition=1, actor=None, note="Its main source was forged.")
    begun = _article("Begun and not saved", owner)
    make.keep(begun, owner, headline="What was typed into it", standfirst="And left")
    make.keep(_person("Begun", owner), owner, name="What was typed into it")
    make.keep(_page("Begun", owner), owner, title="What was typed into it")
    make.make_person(name="Never to have a page", page=Person.Page.NEVER)
    make.make_article(headline=f"{WORD} {WORD}", slug="long", actor=owner)


def _article(words: str, owner: User) -> Article:
    headline = f"{words}: how the punched card was handed from the loom to the census"
    return make.make_article(headline=headline, actor=owner, body=make.text_of(f"{words}.", "It goes on."))


def _person(words: str, owner: User) -> Person:
    return make.make_person(name=f"Person ({words.casefold()})", actor=owner, occupation="Weaver")


def _page(words: str, owner: User) -> Page:
    return make.make_page(title=f"Page ({words.casefold()})", actor=owner)


def _two_texts(page: Any, owner: User) -> None:
    """Have two people change one paragraph of it, and each another one."""
    seen = page.version
    make.save(page, body=make.text_of("One of them wrote this.", "And more of it.", "And this."))
    with suppress(EditConflict):
        body = make.text_of("The other wrote that.", "And more of it.")
        workflow.save_revision(working_copy=page, payload={"body": body}, version=seen, actor=owner)


def _handed_over(page: Any) -> None:
    workflow.submit(working_copy=page, version=1, actor=None, note="Please look at the second paragraph.")


def _public(page: Any) -> Any:
    workflow.publish(working_copy=page, version=1, actor=None)
    return page
