"""A batch of posts as articles and pages, with what they were known as: all rows of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from moving.models import Arrival
from pages.models import Page
from publishing.bases import Payload, WorkingCopy
from publishing.embargoes import Embargo
from publishing.errors import NotReady, WorkflowError
from publishing.workflow import create, publish
from publishing.workflow.bulk import NewPage, bring_in
from publishing.workflow.locking import Actor

from .arrivals import last_events
from .asked import Status, Told
from .site import Kind, Post


@dataclass
class Ready:
    """A post that is read, with what it becomes and what is told of it."""

    post: Post
    told: Told
    content: Payload
    digest: str
    note: str
    lacks_pictures: bool = False
    # The paths of the files it shows, each with where that picture is here.
    picture_paths: dict[str, str] = field(default_factory=dict)
    known: Arrival | None = None
    row: WorkingCopy | None = field(default=None)
    published_at: Any = None
    embargo: Embargo | None = None

    def new_page(self, *, as_draft: bool = False) -> NewPage:
        """Return what the verb for many is handed."""
        self.row = Article() if self.post.kind is Kind.ARTICLE else Page()
        return NewPage(
            working_copy=self.row,
            content=self.content,
            note=self.note,
            published_at=None if as_draft else self.published_at,
        )


def write_new(ready: Sequence[Ready], *, actor: Actor) -> list[Ready]:
    """Write posts never seen before; return those that are there now, and tell of all."""
    articles = [one for one in ready if one.post.kind is Kind.ARTICLE]
    try:
        with transaction.atomic():
            bring_in([one.new_page() for one in articles], actor=actor)
    except (WorkflowError, ValueError):
        # Which one it was is learned by bringing them in one by one.
        written = [one for one in articles if _alone(one, actor=actor)]
    else:
        written = articles
        for one in written:
            one.told.status = Status.PUBLISHED if one.published_at else Status.DRAFT
    pages = [one for one in ready if one.post.kind is Kind.PAGE and _alone(one, actor=actor)]
    return [*written, *pages]


def _alone(one: Ready, *, actor: Actor) -> bool:
    """Write one post: what keeps it from readers is said, and it is a draft."""
    try:
        with transaction.atomic():
            _write(one.new_page(), actor=actor)
        one.told.status = Status.PUBLISHED if one.published_at else Status.DRAFT
        return True
    except NotReady as lacking:
        one.told.say(_("It is a draft here. %(lacking)s") % {"lacking": lacking})
    except (WorkflowError, ValueError) as refusal:
        return _failed(one, refusal)
    try:
        with transaction.atomic():
            _write(one.new_page(as_draft=True), actor=actor)
    except (WorkflowError, ValueError) as refusal:
        return _failed(one, refusal)
    one.told.status = Status.DRAFT
    return True


def _failed(one: Ready, refusal: Exception) -> bool:
    one.row, one.told.status = None, Status.FAILED
    one.told.say(str(refusal))
    return False


def _write(page: NewPage, *, actor: Actor) -> None:
    row = page.working_copy
    if isinstance(row, Article):
        bring_in([page], actor=actor)
        return
    create(working_copy=row, payload=page.content, actor=actor, note=page.note)
    if page.published_at:
        publish(working_copy=row, version=row.version, actor=actor, backdated_to=page.published_at)


def arrived(written: Sequence[Ready], arrivals: Any) -> None:
    """Write down what came in, in the transaction of the pages themselves."""
    rows = []
    last: dict[str, int] = {}
    there = [one.row for one in written if one.row is not None]
    for kind in (Article, Page):
        last |= last_events([row for row in there if isinstance(row, kind)])
    for one in written:
        assert one.row is not None
        name = "article" if one.post.kind is Kind.ARTICLE else "page"
        rows.append(
            arrivals.row(
                Arrival.Kind.POST,
                one.post.id,
                digest=one.digest,
                saved_as=one.row.version,
                last_event=last.get(one.row.key, 0),
                lacks_pictures=one.lacks_pictures,
                **{name: one.row},
            )
        )
    Arrival.objects.bulk_create(rows)
