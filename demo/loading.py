"""The demo newsroom, from its texts to rows: all of it or nothing, by the verbs everybody uses."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from demo import texts
from demo.models import DemoRow
from demo.pictures import PICTURES
from images.models import Image
from images.processing import ingest
from profiles.models import Person
from publishing.addresses import free_slug
from publishing.bases import Payload, Record, WorkingCopy
from publishing.errors import WrongState
from publishing.models import Tag
from publishing.records import save_record
from publishing.timeline import Change
from publishing.workflow import correct, create, publish, save_revision, schedule, write_note
from publishing.workflow.locking import Actor
from references.matching import match_key
from references.models import Publisher, Reference

R = TypeVar("R", bound=Record)

CREDIT = "Demo graphics"
# IPTC's words for how a picture came about: from data by a program, or designed by hand and program.
CHART, DESIGN = "dataDrivenMedia", "digitalCreation"
PROFILES_SINCE = (45, "07:00")


@dataclass
class Loaded:
    """The demo newsroom by the names its texts use, and what was made for it."""

    publishers: dict[str, Publisher] = field(default_factory=dict)
    sources: dict[str, Reference] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    made: list[models.Model] = field(default_factory=list)
    found: list[models.Model] = field(default_factory=list)

    def counts(self) -> list[tuple[type[models.Model], int]]:
        """Return how many rows of each kind were made."""
        kinds: dict[type[models.Model], int] = {}
        for row in self.made:
            kinds[type(row)] = kinds.get(type(row), 0) + 1
        return list(kinds.items())


def load(*, actor: Actor = None) -> Loaded:
    """Load the demo newsroom beside whatever there is; refuse if it is there already."""
    with _all_or_nothing() as files:
        if DemoRow.objects.exists():
            raise WrongState(_("The demo newsroom is here already, so nothing was loaded."))
        return _Loading(actor, files).run()


@contextmanager
def _all_or_nothing() -> Iterator[ExitStack]:
    """Hold one transaction; what is put on the stack is done if it fails, and only then."""
    with ExitStack() as undo:
        with transaction.atomic():
            yield undo
        undo.pop_all()


class _Loading:
    """One loading. Each step makes rows of one kind, of those the steps before have made."""

    def __init__(self, actor: Actor, files: ExitStack) -> None:
        self.actor = actor
        self.files = files
        self.now = timezone.now()
        self.rows = Loaded()

    def run(self) -> Loaded:
        for name, domain in texts.table("publishers").items():
            self.rows.publishers[name] = self._publisher(name, domain)
        for name, fields in texts.table("sources").items():
            self.rows.sources[name] = self._source(**fields)
        for name, fields in texts.table("tags").items():
            self.rows.tags[name] = self._found(Tag.objects.named(fields["name"])) or self._made(Tag(), fields)
        for name, fields in texts.table("pictures").items():
            self.rows.pictures[name] = self._picture(name, fields)
        self._people()
        for name, fields in texts.table("articles").items():
            self.rows.articles[name] = self._article(name, fields)
        DemoRow.objects.bulk_create(
            DemoRow(kind=row._meta.label_lower, object_key=row.key)  # type: ignore[attr-defined]
            for row in self.rows.made
        )
        return self.rows

    def _made(self, row: R, changes: dict[str, Any]) -> R:
        save_record(record=row, changes=changes, version=0, actor=self.actor)
        self.rows.made.append(row)
        return row

    def _found(self, row: R | None) -> R | None:
        """Keep note of a row that was there before: it is used, and stays the newsroom's own."""
        if row is not None:
            self.rows.found.append(row)
        return row

    def _publisher(self, name: str, domain: str) -> Publisher:
        same = Publisher.objects.filter(domain=domain).first() if domain else Publisher.objects.named(name)
        return self._found(same) or self._made(Publisher(), {"name": name, "domain": domain})

    def _source(self, *, publisher: str, authors: Sequence[str] = (), **fields: str) -> Reference:
        published_by = texts.one(self.rows.publishers, publisher)
        key = match_key(doi=fields.get("doi", ""), title=fields["title"], domain=published_by.domain)
        same = Reference.objects.filter(match_key=key).order_by("variant", "id").first()
        changes = {"publisher": published_by, "authors": [_author(line) for line in authors]}
        return self._found(same) or self._made(Reference(language="en"), fields | changes)

    def _picture(self, name: str, fields: dict[str, str]) -> Image:
        drawn = BytesIO()
        # Written as fast as can be: it is read again at once, and stored as an upload would be.
        PICTURES[name]().save(drawn, "PNG", compress_level=1)
        drawn.seek(0)
        taken = ingest(drawn)
        same = self._found(Image.objects.filter(sha256=taken.sha256).first())
        if same is not None:
            return same
        row = Image(
            sha256=taken.sha256,
            format=taken.format,
            width=taken.width,
            height=taken.height,
            uploaded_by=self.actor,
        )
        row.original.save(f"picture.{taken.format.casefold()}", ContentFile(taken.data), save=False)
        self.files.callback(row.forget_files)
        made = CHART if "caption" in fields else DESIGN
        return self._made(row, {"credit": CREDIT, "creator": CREDIT, "digital_source_type": made} | fields)

    def _people(self) -> None:
        """Make everybody before anybody is published, because their texts name each other."""
        listed = texts.table("people")
        self.rows.people = {name: Person() for name in listed}
        for name, fields in listed.items():
            person, portrait = self.rows.people[name], texts.one(self.rows.pictures, name)
            payload = fields | {
                "language": "en",
                "body": self._text("people", name),
                "portrait": portrait.key,
            }
            self._started(person, payload)
        for person in self.rows.people.values():
            self._publish(person, PROFILES_SINCE)

    def _article(self, name: str, fields: dict[str, Any]) -> Article:
        article, body = Article(), self._text("articles", name)
        picture = texts.one(self.rows.pictures, fields["picture"]).key if "picture" in fields else None
        correction = fields.get("correction")
        as_printed = body.replace(correction["right"], correction["wrong"]) if correction else body
        self._started(
            article,
            {
                "label": fields["label"],
                "headline": fields["headline"],
                "short_headline": fields.get("short_headline", ""),
                "standfirst": fields["standfirst"],
                "language": "en",
                "slug": free_slug(article, name),
                "body": as_printed,
                "main_image": picture,
                "main_image_caption": fields.get("caption", ""),
                "tags": [texts.one(self.rows.tags, tag).key for tag in fields["tags"]],
                "sources": [texts.one(self.rows.sources, one).key for one in fields.get("sources", ())],
                "credits": [
                    {"person": None, "name": by, "role": role, "is_agency": True}
                    for by, role in fields["credits"]
                ],
            },
        )
        if "published" in fields:
            self._publish(article, fields["published"])
        if "scheduled" in fields:
            starts_at = self._moment(-fields["scheduled"][0], fields["scheduled"][1])
            schedule(working_copy=article, version=article.version, actor=self.actor, starts_at=starts_at)
        for key, note in fields.get("notes", ()):
            write_note(working_copy=article, key=key, text=note, actor=self.actor)
        if correction:
            self._correct(article, {"body": body}, note=correction["note"])
        return article

    def _started(self, page: WorkingCopy, payload: Payload) -> None:
        create(working_copy=page, payload=payload, actor=self.actor)
        self.rows.made.append(page)

    def _publish(self, page: WorkingCopy, ago: tuple[int, str]) -> None:
        publish(working_copy=page, version=page.version, actor=self.actor, backdated_to=self._moment(*ago))

    def _correct(self, article: Article, payload: Payload, *, note: str) -> None:
        save_revision(working_copy=article, payload=payload, version=article.version, actor=self.actor)
        correct(
            working_copy=article,
            version=article.version,
            actor=self.actor,
            kind=Change.CORRECTION,
            note=note,
        )

    def _text(self, folder: str, name: str) -> str:
        rows = self.rows
        return texts.with_keys(
            texts.text(folder, name), people=rows.people, sources=rows.sources, pictures=rows.pictures
        )

    def _moment(self, days_ago: int, clock: str) -> datetime:
        """Return the time on the newsroom's own clock, some days ago or, below zero, ahead."""
        zone = timezone.get_current_timezone()
        day = timezone.localdate(self.now, zone) - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)


def _author(line: str) -> dict[str, str]:
    """Read “Family, Given”, or a name as it is."""
    family, comma, given = line.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": line}
