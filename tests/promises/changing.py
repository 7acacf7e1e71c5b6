"""A small newsroom, and everything that can be done to what its readers see, by the real verbs."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from articles.models import Article, ArticleEdition
from publishing import workflow
from publishing.bases import WorkingCopy
from publishing.models import Tag
from publishing.records import remove_record, save_record
from publishing.timeline import Change
from publishing.workflow.bulk import NewPage, bring_in
from publishing.workflow.rerendering import rerender
from references.models import Reference
from tests import factories as make

HOUR = timedelta(hours=1)


class Newsroom:
    """What there is, and what a random hand does to it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.publishers = [make.make_publisher() for _ in range(2)]
        self.sources = [make.make_reference(publisher=self.chance.choice(self.publishers)) for _ in range(3)]
        self.tags = [make.make_tag() for _ in range(2)]
        self.images = [make.make_image() for _ in range(2)]
        self.people = [make.make_person(published=number > 0) for number in range(3)]
        self.articles = [make.make_published_article(**self.text()) for _ in range(4)]
        self.pages = [make.make_published_page(body=self.body())]

    def body(self) -> str:
        chance = self.chance
        parts = [
            make.text_of(f"Words {chance.random()}"),
            make.mentioning(chance.choice(self.people)),
            make.citing(chance.choice(self.sources)),
            make.picturing(chance.choice(self.images)),
        ]
        return "".join(chance.sample(parts, chance.randint(1, 4)))

    def text(self) -> dict[str, Any]:
        """Return some words of an article that lead to some of what there is."""
        chance = self.chance
        quoted = make.quoting(
            f"Said {chance.random()}",
            person=chance.choice(self.people),
            reference=chance.choice(self.sources),
        )
        credit = {"person": chance.choice(self.people).key, "name": "", "role": "", "is_agency": False}
        return {
            "headline": f"Headline {chance.random()}",
            "body": self.body() + (quoted if chance.random() < 0.5 else ""),
            "tags": [tag.key for tag in chance.sample(self.tags, chance.randint(0, 2))],
            "main_image": chance.choice([*(image.key for image in self.images), None]),
            "credits": [credit] if chance.random() < 0.5 else [],
            "sources": [chance.choice(self.sources).key] if chance.random() < 0.5 else [],
        }

    def paths(self) -> list[str]:
        """Return the address of whatever was ever public, and of the lists."""
        rows: list[Any] = [
            *(edition for row in self.all_pages() for edition in row.editions.all()),
            *Reference.objects.all(),
            *Tag.objects.all(),
        ]
        own = [row.get_absolute_url() for row in rows]
        lists = ["/", "/people/", "/tags/", "/feed/", "/sitemap.xml", "/site.webmanifest"]
        place = ArticleEdition.objects.order_by("-pk").first()
        read_on = [f"/?before={place.key}"] if place else []
        feeds = [f"{path}feed/" for path in own if path.startswith(("/tags/", "/people/"))]
        return list(dict.fromkeys([*lists, *own, *feeds, *read_on]))

    def change(self) -> str:
        """Do something; what cannot be done now is an answer too."""
        name = self.chance.choice(sorted(CHANGES))
        self.do(name)
        return name

    def do(self, name: str) -> None:
        """Do one thing by name."""
        CHANGES[name](self)

    def all_pages(self) -> list[Any]:
        return [*self.articles, *self.people, *self.pages]

    def any_page(self) -> WorkingCopy:
        row = self.chance.choice(self.all_pages())
        row.refresh_from_db()
        return row

    def edit(self, row: WorkingCopy) -> int:
        words = self.text() if isinstance(row, Article) else {"body": self.body()}
        return make.save(row, **words)

    def live_number(self, row: WorkingCopy) -> int:
        edition = row.editions.live(timezone.now()).first()
        return edition.number if edition else 1


def record(room: Newsroom, rows: list[Any], **changes: Any) -> None:
    row = room.chance.choice(rows)
    row.refresh_from_db()
    save_record(record=row, changes=changes, version=row.version, actor=None)


def write_on(room: Newsroom) -> None:
    room.edit(room.any_page())


def publish(room: Newsroom) -> None:
    row = room.any_page()
    workflow.publish(working_copy=row, version=room.edit(row), actor=None, pending="keep")


def publish_new(room: Newsroom) -> None:
    room.articles.append(make.make_published_article(**room.text()))


def move(room: Newsroom) -> None:
    row = room.any_page()
    version = make.save(row, slug=f"moved-{room.chance.randint(0, 10**9)}")
    workflow.publish(working_copy=row, version=version, actor=None, pending="keep")


def correct(room: Newsroom) -> None:
    row = room.chance.choice(room.articles)
    row.refresh_from_db()
    workflow.correct(
        working_copy=row,
        version=room.edit(row),
        actor=None,
        kind=Change.CORRECTION,
        note=f"A number was wrong: {room.chance.random()}",
        pending="keep",
    )


def retract(room: Newsroom) -> None:
    row = room.chance.choice(room.articles)
    workflow.retract(working_copy=row, edition=room.live_number(row), actor=None, note="All of it was wrong.")


def fix(room: Newsroom) -> None:
    row = room.chance.choice(room.articles)
    row.refresh_from_db()
    payload = row.payload() | {"headline": f"Fixed {room.chance.random()}"}
    workflow.fix_live(
        working_copy=row, edition=room.live_number(row), payload=payload, actor=None, pending="keep"
    )


def plan(room: Newsroom) -> None:
    row, starts = room.any_page(), timezone.now() + room.chance.randint(1, 5) * HOUR / 2
    ends = starts + HOUR if room.chance.random() < 0.5 else None
    version = room.edit(row)
    workflow.schedule(
        working_copy=row, version=version, actor=None, starts_at=starts, expires_at=ends, pending="keep"
    )


def plan_new(room: Newsroom) -> None:
    starts = timezone.now() + room.chance.randint(1, 4) * HOUR / 2
    room.articles.append(make.make_scheduled_article(starts_at=starts, **room.text()))


def take_down(room: Newsroom) -> None:
    row = room.any_page()
    workflow.withdraw(working_copy=row, edition=room.live_number(row), actor=None)


def bring_back(room: Newsroom) -> None:
    workflow.republish(working_copy=room.any_page(), actor=None, pending="keep")


def rename_person(room: Newsroom) -> None:
    person = room.chance.choice(room.people)
    person.refresh_from_db()
    version = make.save(
        person, name=f"Name {room.chance.random()}", portrait=room.chance.choice(room.images).key
    )
    workflow.publish(working_copy=person, version=version, actor=None, pending="keep")


def hide_or_show(room: Newsroom) -> None:
    source = room.chance.choice(room.sources)
    source.refresh_from_db()
    record(room, [source], confidential=not source.confidential)


def change_source(room: Newsroom) -> None:
    record(
        room,
        room.sources,
        title=f"Title {room.chance.random()}",
        publisher=room.chance.choice(room.publishers),
    )


def rename_publisher(room: Newsroom) -> None:
    record(room, room.publishers, name=f"Publisher {room.chance.random()}")


def rename_tag(room: Newsroom) -> None:
    name = f"Tag {room.chance.random()}"
    record(room, room.tags, name=name, description=name, slug=f"tag-{room.chance.randint(0, 10**9)}")


def change_picture(room: Newsroom) -> None:
    record(room, room.images, credit=f"Photo {room.chance.random()}", focus_x=room.chance.randint(0, 100))


def change_newsroom(room: Newsroom) -> None:
    logo = room.chance.choice([*room.images, None])
    make.fill_in_newsroom(name=f"Newsroom {room.chance.random()}", logo=logo, tagline="Words")


def change_menu(room: Newsroom) -> None:
    page, tag = room.chance.choice(room.pages), room.chance.choice(room.tags)
    menu: list[dict[str, Any]] = [{"page": page, "label": ""}, {"tag": tag, "label": ""}]
    make.fill_in_newsroom(menu=room.chance.sample(menu, room.chance.randint(0, 2)))


def bring_many(room: Newsroom) -> None:
    new = [
        NewPage(
            working_copy=Article(),
            content=Article().payload() | {"slug": ""} | room.text(),
            published_at=timezone.now() - number * HOUR,
        )
        for number in range(3)
    ]
    bring_in(new, actor=None)
    room.articles += [page.working_copy for page in new]  # type: ignore[misc]


def render_anew(room: Newsroom) -> None:
    row = room.chance.choice(room.articles)
    ArticleEdition.objects.live(timezone.now()).filter(working_copy=row)._write(renderer=0)
    list(rerender())


def remove_unused(room: Newsroom) -> None:
    tag, source = make.make_tag(), make.make_reference()
    for row in (tag, source):
        remove_record(record=row, version=row.version, actor=None)


def remove_draft(room: Newsroom) -> None:
    workflow.remove_for_good(rows=[make.make_article(**room.text())], actor=None)


def remove_public(room: Newsroom) -> None:
    row = room.articles[0]
    row.refresh_from_db()
    workflow.remove_for_good(rows=[row], actor=None)
    room.articles.remove(row)


CHANGES: dict[str, Callable[[Newsroom], None]] = {
    function.__name__: function
    for function in (
        write_on,
        publish,
        publish_new,
        move,
        correct,
        retract,
        fix,
        plan,
        plan_new,
        take_down,
        bring_back,
        rename_person,
        hide_or_show,
        change_source,
        rename_publisher,
        rename_tag,
        change_picture,
        change_newsroom,
        change_menu,
        bring_many,
        render_anew,
        remove_unused,
        remove_draft,
        remove_public,
    )
}
