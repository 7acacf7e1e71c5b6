"""A site with something in every state, so that every page of it has something to show."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing import workflow
from publishing.richtext import build
from publishing.timeline import Change
from references.models import Reference
from tests import factories as make

DAY = timedelta(days=1)
TABLE = (
    "<table><thead><tr><th><p>Machine</p></th><th><p>Year</p></th><th><p>Operations a second</p></th></tr>"
    "</thead>"
    "<tbody><tr><td><p>ENIAC</p></td><td><p>1945</p></td><td><p>5,000</p></td></tr>"
    "<tr><td><p>Cray-1</p></td><td><p>1976</p></td><td><p>160,000,000</p></td></tr></tbody></table>"
)


def build_whole_site(*, owner: User) -> None:
    """Make people, sources, tags and pictures, and articles and profiles in every state there is."""
    _an_article_with_everything(owner)
    _colleagues(owner)
    for number in range(1, 4):
        make.make_published_article(
            headline=f"What a plain piece says, number {number}",
            backdated_to=timezone.now() - number * DAY,
            tags=[make.make_tag().key],
        )
    make_states(owner=owner)
    _the_newsroom()


def _the_newsroom() -> None:
    make.fill_in_newsroom(
        name="The Loom",
        tagline="What machines were, and what they are",
        logo=make.make_image(size=(800, 160)),
        icon=make.make_image(size=(256, 256)),
        accent="#0b5cab",
        contact_email="desk@loom.example",
        contact_address="1 Card Street",
        links=["https://social.example/@loom"],
        footer_text="Published by those who write it.",
        menu=[
            {"tag": make.make_tag("Empty")},
            {"page": make.make_published_page(title="About us", slug="about")},
            {"label": "Everybody", "address": "/people/"},
        ],
    )


def _colleagues(owner: User) -> None:
    """Make a colleague with a draft, one who has left, and somebody who is invited."""
    rita = make.make_user("reporter", first_name="Rita", last_name="Roe", email="rita@example.org")
    make.make_article(headline="What Rita is writing", actor=rita)
    make.make_user("editor", first_name="Gone", last_name="Home", is_active=False)
    make.make_invitation(actor=owner)


def make_states(*, owner: User) -> None:
    """Make an article, a profile and a page in every state that has buttons of its own."""
    for create in (_article, _person, _page):
        create("A draft", owner)
        _handed_over(create("With the editors", owner))
        page = create("Scheduled", owner)
        workflow.schedule(working_copy=page, version=1, actor=None, starts_at=make.tomorrow())
        page = _public(create("Live, and being rewritten", owner))
        make.save(page, body=make.text_of("A text that readers do not see yet.", "And more of it."))
        page = _public(create("Taken down", owner))
        workflow.withdraw(working_copy=page, edition=1, actor=None, note="A letter came.")
    page = _public(_article("Retracted", owner))
    workflow.retract(working_copy=page, edition=1, actor=None, note="Its main source was forged.")
    make.make_person(name="Never to have a page", page=Person.Page.NEVER)


def _article(words: str, owner: User) -> Article:
    headline = f"{words}: how the punched card was handed from the loom to the census"
    return make.make_article(headline=headline, actor=owner, body=make.text_of(f"{words}.", "It goes on."))


def _person(words: str, owner: User) -> Person:
    return make.make_person(name=f"Person ({words.casefold()})", actor=owner, occupation="Weaver")


def _page(words: str, owner: User) -> Page:
    return make.make_page(title=f"Page ({words.casefold()})", actor=owner)


def _handed_over(page: Any) -> None:
    workflow.submit(working_copy=page, version=1, actor=None, note="Please look at the second paragraph.")


def _public(page: Any) -> Any:
    workflow.publish(working_copy=page, version=1, actor=None)
    return page


def _an_article_with_everything(owner: User) -> Article:
    portrait = make.make_image(size=(400, 500), credit="The newsroom")
    picture = make.make_image(size=(1600, 900), credit="The newsroom", caption="A chart of nothing.")
    publisher = make.make_publisher(name="The Journal of Looms")
    source = make.make_reference(
        title="On the analytical engine, with notes by the translator",
        publisher=publisher,
        authors=[{"family": "Menabrea", "given": "Luigi"}],
        issued="1843",
        type="article-journal",
        archive_url="https://archive.example/on-the-analytical-engine",
    )
    other = make.make_reference(title="A census in three weeks", issued="1890-12-11", publisher=publisher)
    person = make.make_person(
        name="Ada Lovelace",
        occupation="Mathematician",
        portrait=portrait.key,
        aliases=["Augusta Ada King"],
        links=["https://ada.example/"],
        body=make.citing(source, "She wrote the notes.", locator="note G"),
        sources=[other.key],
        published=True,
    )
    writer = make.make_person(name="Jane Roe", occupation="Writes about machines", published=True)
    article = make.make_article(
        actor=owner,
        headline="From the loom to the engine: what a card with holes taught machines",
        short_headline="What a card with holes taught machines",
        standfirst="A weaver’s card, a census and a countess: the long way of an idea.",
        label="analysis",
        main_image=picture.key,
        main_image_alt="Bars that rise from left to right",
        main_image_caption="Holes a minute, by year.",
        tags=[make.make_tag("History", description="What came before.").key, make.make_tag("Machines").key],
        sources=[other.key],
        credits=[
            {"person": writer.key, "name": "", "role": ""},
            {"person": None, "name": "Reuters", "role": "additional reporting"},
        ],
        body=_body(person, source, other, picture),
    )
    _public(article)
    make.save(article, standfirst="A weaver’s card, a census and a countess: the way of an idea.")
    workflow.correct(
        working_copy=article,
        version=article.version,
        actor=None,
        kind=Change.CORRECTION,
        note="An earlier version gave another year for the census. It was 1890.",
    )
    return article


def _body(person: Person, source: Reference, other: Reference, picture: Any) -> str:
    words = build.text
    link = '<a href="https://example.com/looms">cards</a>'
    return "".join(
        [
            build.paragraph(words("In Lyon the pattern was in the ") + link + words(".")),
            build.heading(2, words("The engine")),
            make.mentioning(person, before="Long before there was one, ", after=" wrote a program."),
            make.citing(source, "The engine weaves patterns as the loom weaves flowers.", locator="p. 696"),
            make.quoting("It can do whatever we know how to order it", person=person, reference=source),
            make.quoting("Nobody believed it", speaker="a visitor who is not named"),
            build.pull_quote(words("The engine weaves patterns.")),
            build.heading(3, words("What was in the notes")),
            build.bullets([words("Numbers"), words("A loop"), words("A warning")]),
            build.numbered([words("Punch"), words("Sort"), words("Count")]),
            build.block_quotation(
                "b1", [words("The engine has no pretensions.")], person=person.key, reference=source.key
            ),
            build.heading(2, words("The census")),
            make.citing(other, "Counting took weeks instead of years."),
            make.picturing(picture, caption="The same chart, in the text.", alt="The same bars"),
            TABLE,
            "<hr>",
            build.paragraph("<strong>Counted</strong>" + words(" and ") + "<em>sorted</em>" + words(".")),
            build.embed("https://www.youtube.com/watch?v=abcdefghijk"),
        ]
    )
