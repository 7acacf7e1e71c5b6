"""Rows as the newsroom itself makes them: every function here goes through the real verbs.

What a caller leaves out gets a plain, distinct value. `actor` None is the command line.
"""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image as Pixels

from accounts.models import User
from articles.delivering import taking
from articles.delivering.working import read_one
from articles.models import Article, ArticleEdition, Delivery
from colleagues.inviting import invite
from colleagues.models import Invitation
from colleagues.own_profile import link_profile
from images.library import add_picture
from images.models import Image
from images.processing import ingest
from masthead.models import Newsroom
from masthead.saving import save_newsroom, the_newsroom
from masthead.site import site_at
from moving.models import OldAddress
from operating.doctor import records
from operating.doctor.checks.database import database
from operating.doctor.checks.derived import derived
from operating.doctor.findings import Asked, Finding
from operating.doctor.running import Looked
from pages.models import Page
from profiles.models import Person
from publishing.bases import Payload, WorkingCopy
from publishing.models import Buffer, Tag
from publishing.records import save_record
from publishing.richtext import build
from publishing.slugs import make_slug
from publishing.workflow import create, publish, save_revision, schedule
from publishing.workflow.buffering import keep as keep_words
from publishing.workflow.buffering import place_of
from references.models import Publisher, Reference

numbers = count(1)

DESK = ("article", "page", "person", "reference", "publisher", "tag", "image")
REPORTER = [*(f"{right}_{kind}" for right in ("view", "add", "change") for kind in DESK), "write_notes"]
OLD_ADDRESSES = [f"{right}_oldaddress" for right in ("view", "add", "change")]
WITH_DRAFTS = ("article", "page", "person")
PUBLISHING = [f"{right}_{kind}" for right in ("publish", "withdraw") for kind in WITH_DRAFTS]
EDITOR = [*REPORTER, *PUBLISHING, "change_public", *OLD_ADDRESSES]
RIGHTS = {
    "reporter": REPORTER,
    "editor": EDITOR,
    "administrator": [
        *EDITOR,
        *(f"{right}_{kind}" for right in ("view", "add", "change") for kind in ("user", "newsroom")),
        *("view_event", "change_job"),
    ],
    "fact checker": [*(f"view_{kind}" for kind in DESK), "write_notes"],
}
GROUPS = {
    "reporter": "Reporters",
    "fact checker": "Fact checkers",
    "editor": "Editors",
    "administrator": "Administrators",
}


def make_user(role: str | None = None, *, username: str = "", **fields: Any) -> User:
    """Make a colleague: None has no rights, else "reporter", "editor" or "administrator" (a superuser)."""
    number = next(numbers)
    fields = {"first_name": (role or "Nobody").capitalize(), "last_name": f"Number{number}"} | fields
    person = fields.pop("person", None)
    user = User.objects.create_user(
        username=username or f"{role or 'nobody'}{number}",
        password="a password for tests",
        is_staff=role is not None,
        is_superuser=role == "administrator",
        **fields,
    )
    if role is not None:
        user.groups.add(group_of(role))
    if person is not None:
        link_profile(user, person)
    return user


def group_of(role: str) -> Group:
    """Return the role's group; where a test's clean-up has emptied the table, make it again."""
    group, is_new = Group.objects.get_or_create(name=GROUPS[role])
    if is_new:
        group.permissions.set(Permission.objects.filter(codename__in=RIGHTS[role]))
    return group


def make_invitation(
    *, role: str = "editor", actor: User | None = None, **fields: str
) -> tuple[Invitation, str]:
    """Invite somebody; return the invitation and its token."""
    number = next(numbers)
    words = {"first_name": "Invited", "last_name": f"Number{number}", "email": f"{number}@example.org"}
    return invite(**words | fields, role=group_of(role), actor=actor)


def make_publisher(*, actor: User | None = None, **fields: Any) -> Publisher:
    """Make who published a source."""
    number = next(numbers)
    fields = {"name": f"Publisher {number}", "domain": f"publisher{number}.example"} | fields
    return save_record(record=Publisher(), changes=fields, version=0, actor=actor)


def make_reference(*, actor: User | None = None, **fields: Any) -> Reference:
    """Make a source."""
    number = next(numbers)
    fields = {"title": f"Source {number}", "url": f"https://source{number}.example/report"} | fields
    return save_record(record=Reference(), changes=fields, version=0, actor=actor)


def make_tag(name: str = "", *, actor: User | None = None, **fields: Any) -> Tag:
    """Make a tag; its address is made from its name."""
    name = name or f"Tag {next(numbers)}"
    fields = {"name": name, "slug": make_slug(name)} | fields
    return save_record(record=Tag(), changes=fields, version=0, actor=actor)


def make_old_address(path: str = "", *, actor: User | None = None, **leads_to: Any) -> OldAddress:
    """Make an address of the site before; it leads to the feed, or to what is given."""
    changes = {"path": path or f"/old/{next(numbers)}"} | (leads_to or {"place": "/feed/"})
    return save_record(record=OldAddress(), changes=changes, version=0, actor=actor)


def make_checkup(word: str = "setting") -> None:
    """Keep a run in which the doctor found something of every level, and something to put right."""
    findings = [
        Finding("error", f"A {word} is wrong.", "Put it right.", "Readers see it.", mend=lambda actor: ""),
        Finding("warning", "It rains.", "Take an umbrella."),
        Finding("notice", "It may rain."),
    ]
    looked = [Looked(derived, findings, 0.1), Looked(database, [Finding("good", "It answers.")], 0.1)]
    records.keep(looked, Asked(), kind=records.Kind.WHOLE)


def make_delivery(sender: User, *texts: str) -> Delivery:
    """Bring texts in as files, and have them read at once."""
    delivery = taking.begin(sender=sender, usual_language="en")
    files = [ContentFile(text.encode(), name=f"text{number}.txt") for number, text in enumerate(texts)]
    for delivered in taking.take_files(delivery, files).files:
        read_one(delivered)
    return delivery


def make_image(
    *, actor: User | None = None, size: tuple[int, int] = (64, 48), kind: str = "PNG", **fields: Any
) -> Image:
    """Make a picture of one colour that no other has, taken in as an upload would be."""
    number = next(numbers)
    buffer = BytesIO()
    Pixels.new("RGB", size, (number % 256, number // 256 % 256, 90)).save(buffer, kind)
    buffer.seek(0)
    fields = {"title": f"Picture {number}", "alt": f"What picture {number} shows"} | fields
    return add_picture(image=Image(), taken=ingest(buffer), changes=fields, actor=actor)


def make_person(
    *,
    published: bool = False,
    page: str = Person.Page.WHEN_PUBLISHED,
    actor: User | None = None,
    **payload: Any,
) -> Person:
    """Make a profile; the payload is a person's (name, aliases, occupation, body, portrait, sources …)."""
    number = next(numbers)
    person = Person(page=page)
    fields: Payload = {"name": f"Person {number}", "body": text_of(f"Profile number {number}.")}
    create(working_copy=person, payload=person.payload() | fields | payload, actor=actor)
    if published:
        publish(working_copy=person, version=person.version, actor=actor)
    return person


def make_article(*, actor: User | None = None, **payload: Any) -> Article:
    """Make a draft; the payload is an article's (headline, body, slug, tags, credits, sources …)."""
    number = next(numbers)
    article = Article()
    fields: Payload = {
        "headline": f"Headline {number}",
        "standfirst": f"Summary {number}",
        "body": text_of(f"Text number {number}.", "A second paragraph."),
    }
    create(working_copy=article, payload=article.payload() | fields | payload, actor=actor)
    return article


def make_published_article(
    *, actor: User | None = None, backdated_to: datetime | None = None, **payload: Any
) -> Article:
    """Make an article that readers see; `edition_of(article)` is what they see of it."""
    article = make_article(actor=actor, **payload)
    publish(working_copy=article, version=article.version, actor=actor, backdated_to=backdated_to)
    return article


def make_scheduled_article(*, starts_at: datetime, actor: User | None = None, **payload: Any) -> Article:
    """Make an article that readers see from a time to come."""
    article = make_article(actor=actor, **payload)
    schedule(working_copy=article, version=article.version, actor=actor, starts_at=starts_at)
    return article


def make_page(*, actor: User | None = None, **payload: Any) -> Page:
    """Make a page's draft; the payload is a page's (title, summary, body, language, slug)."""
    number = next(numbers)
    page = Page()
    fields: Payload = {"title": f"Page {number}", "body": text_of(f"What page number {number} says.")}
    create(working_copy=page, payload=page.payload() | fields | payload, actor=actor)
    return page


def make_published_page(*, actor: User | None = None, **payload: Any) -> Page:
    """Make a page that readers see."""
    page = make_page(actor=actor, **payload)
    publish(working_copy=page, version=page.version, actor=actor)
    return page


def edition_of(article: Article, *, at: datetime | None = None) -> ArticleEdition:
    """Return what readers see of an article at that moment, else the last thing published."""
    editions = article.editions.order_by("-number")
    return (editions.live(at) if at else editions)[:1].get()


def text_of(*paragraphs: str) -> str:
    """Return plain paragraphs as an article's stored text."""
    return "".join(build.paragraph(build.text(words)) for words in paragraphs)


def mentioning(person: Person, *, before: str = "Yesterday ", after: str = " spoke.") -> str:
    """Return a paragraph that links a person."""
    name = build.mention(person.key, person.name)
    return build.paragraph(build.text(before) + name + build.text(after))


def citing(reference: Reference, words: str = "So it is written.", *, locator: str = "") -> str:
    """Return a paragraph with a note for a source."""
    return build.paragraph(build.text(words) + build.citation(reference.key, locator))


def quoting(
    words: str, *, person: Person | None = None, speaker: str = "", reference: Reference | None = None
) -> str:
    """Return a paragraph with words in quote marks that belong to somebody."""
    quotation = build.quotation(
        f"q{next(numbers)}",
        build.text(f"“{words}”"),
        person=person.key if person else "",
        speaker=speaker,
        reference=reference.key if reference else "",
    )
    return build.paragraph(quotation + build.text(" was said."))


def picturing(image: Image, *, caption: str = "", alt: str = "") -> str:
    """Return a picture in the text."""
    return build.figure(image.key, caption=build.text(caption), alt=alt)


def permission(codename: str) -> Permission:
    """Return one right by its code name."""
    return Permission.objects.get(codename=codename)


def staff_with(*codenames: str) -> User:
    """Make a colleague with these rights and no role."""
    user = make_user("reporter")
    user.groups.clear()
    user.user_permissions.set([permission(codename) for codename in codenames])
    return user


def save(page: WorkingCopy, /, **payload: Any) -> int:
    """Save a change of a draft; return the version it then holds."""
    save_revision(working_copy=page, payload=payload, version=page.version, actor=None)
    return page.version


def keep(page: WorkingCopy, person: User, /, *, tab: str = "a tab", **changes: str) -> Buffer:
    """Keep what somebody types into a draft's form and does not save: its lines of text alone."""
    payload = page.payload() | {"version": page.version} | changes
    fields = [(name, str(value)) for name, value in payload.items() if isinstance(value, str | int)]
    label = next(iter(changes.values()), "")
    place = place_of(page, person, tab=tab)
    keep_words(place, fields=fields, based_on=page.version, label=label)
    return Buffer.objects.get(person=person, object_key=page.key, tab=tab)


def make_request(path: str = "/") -> HttpRequest:
    """Make a request as it comes to a view: it knows its moment and the newsroom."""
    request = RequestFactory().get(path)
    request.moment = timezone.now()
    request.site = site_at(request.moment)
    return request


def fill_in_newsroom(*, actor: User | None = None, menu: Any = None, **changes: Any) -> Newsroom:
    """Fill in “Your newsroom”; what is left out stays as it is."""
    row = the_newsroom()
    return save_newsroom(newsroom=row, changes=changes, version=row.version, actor=actor, menu=menu)


def tomorrow() -> datetime:
    """Return a time to come."""
    return timezone.now() + timedelta(days=1)
