"""Writing rows that have no draft: sources, publishers, tags, pictures.

A change shows at once wherever the row is used, so changing one that readers see takes the
publish right, and every write names the version it saw.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bases import DraftLinkBase, LinkBase, Record, StandingUse, WorkingCopy
from publishing.caching import announce, every, keyed, leading_to
from publishing.caching import row as key_of
from publishing.counting import MOST_COUNTED, AtLeast, as_counted
from publishing.errors import InvalidText, NotAllowed, RemovedForGood
from publishing.finding import find_text
from publishing.history import event_of, write_event, write_events
from publishing.links import links_to
from publishing.models import Verb
from publishing.richtext import has_words
from publishing.search import keeping
from publishing.typed import as_typed
from publishing.workflow.locking import Actor, may_change_public, require, same_version
from publishing.workflow.removing import remove_for_good

R = TypeVar("R", bound=Record)

MOST_USES = 20
"""How many places where a row is used are loaded to be shown."""


def save_record(
    *,
    record: R,
    changes: Mapping[str, Any],
    version: int,
    actor: Actor,
    also: Mapping[str, list[Any]] | None = None,
) -> R:
    """Create or change a row; refuse if somebody changed it since `version` was read.

    `also` is for the history: what is changed beside the row, each as it was and as it is.
    """
    is_new = record.pk is None
    require(actor, record, "add" if is_new else "change")
    with transaction.atomic():
        row = record if is_new else _locked(record, version)
        before = {} if is_new else {name: _plain(getattr(row, name)) for name in changes}
        showed, could_be_shown = _shown_by(row), row.may_be_shown
        if not is_new:
            _require_right(row, actor)
        for name, value in as_typed(type(row), changes).items():
            setattr(row, name, value)
        _check(row)
        row.version, row.changed_at = row.version + 1, timezone.now()
        row.find_text = find_text(row.found_by())
        _write(row)
        keeping.keep_record(row)
        if not is_new:
            keeping.keep_users(row)
        _announce_kind(row)
        if not is_new or isinstance(row, StandingUse):
            # Whether anything public uses it or not: that may have changed a moment ago.
            hides = could_be_shown and not row.may_be_shown
            announce(key_of(row), keyed(row), *showed, *_shown_by(row), hard=hides)
        changed = {name: [before.get(name), _plain(getattr(row, name))] for name in changes}
        changed |= {name: list(pair) for name, pair in (also or {}).items()}
        _write_changes(row, changed, is_new=is_new, actor=actor)
    if row is not record:
        record.refresh_from_db()
    return record


def _require_right(row: Record, actor: Actor) -> None:
    """Refuse a change of what readers see by whoever may not publish."""
    if is_public(row, at=timezone.now()) and not may_change_public(actor):
        raise NotAllowed(
            _("Readers see this, or will soon, so only editors can change it. Hand your change to them.")
        )


def add_records(records: Sequence[Record], *, actor: Actor) -> None:
    """Create many rows of one kind at once, as `save_record` would; that none is there is the caller's word.

    What a kind does when one row is saved by itself is not done: it is for kinds that do nothing then.
    """
    if not records:
        return
    require(actor, records[0], "add")
    now = timezone.now()
    # The database itself refuses what leads nowhere; asking for each row would take a query each.
    relations = {field.name for field in records[0]._meta.fields if field.is_relation}
    for row in records:
        try:
            row.clean_fields(exclude=relations)
        except ValidationError as error:
            raise InvalidText(" ".join(error.messages)) from error
        row.version, row.changed_at = 1, now
        row.find_text = find_text(row.found_by())
    with transaction.atomic():
        type(records[0])._default_manager.bulk_create(records)
        keeping.keep_records(records)
        _announce_kind(records[0])
        write_events(
            [
                event_of(Verb.CREATE, of=row, actor=actor, revision=1, data={"changed": _first_said(row)})
                for row in records
            ]
        )


def _announce_kind(row: Record) -> None:
    if row.answers_by_itself:
        announce(every(type(row)))


def _shown_by(row: Record) -> set[str]:
    """Return the keys of what a row shows readers by itself, such as a logo."""
    if not isinstance(row, StandingUse):
        return set()
    shown: Iterator[Any] = (field for field in row._meta.fields if field.is_relation)
    leads = [(field.related_model, getattr(row, field.attname)) for field in shown]
    return {leading_to(model, pk) for model, pk in leads if pk is not None}


def _write_changes(row: Record, changed: Mapping[str, list[Any]], *, is_new: bool, actor: Actor) -> None:
    """Write into the history what is other than it was."""
    data = {"changed": {name: pair for name, pair in changed.items() if pair[0] != pair[1]}}
    verb = Verb.CREATE if is_new else Verb.SAVE
    write_event(verb, of=row, actor=actor, revision=row.version, data=data)


def _first_said(row: Record) -> dict[str, list[Any]]:
    """Return what a new row says, as the history keeps it."""
    said = {field.name: _plain(getattr(row, field.name)) for field in row._meta.fields if field.editable}
    return {name: [None, value] for name, value in said.items() if value and name != "id"}


def remove_record(*, record: Record, version: int, actor: Actor) -> None:
    """Remove a row that nothing leads to; refuse if somebody changed it since `version` was read."""
    require(actor, record, "change")
    with transaction.atomic():
        remove_for_good(rows=[_locked(record, version)], actor=actor)


def is_public(row: models.Model, *, at: datetime) -> bool:
    """Tell whether readers see this row, or will when what is scheduled is due."""
    return any(
        model.objects.coming(at).filter(**{path: row.pk}).exists()
        for model, path in _paths(type(row), LinkBase)
    ) or any(_standing(row))


@dataclass(frozen=True)
class Used:
    """Where a row is used: some of the pages readers see it on, the newest first, and how many there are.

    `drafts` are some of the choices in drafts that lead to it, `standing` what shows it on every page.
    """

    live: list[Any]
    count: int
    drafts: list[Any]
    standing: list[Any]


def where_used(row: models.Model, *, at: datetime) -> Used:
    """Return where a row is used, as far as anybody would read it: it may be in very many places."""
    found: dict[tuple[Any, int], Any] = {}
    counted: set[tuple[Any, int]] = set()
    is_cut = False
    for model, path in _paths(type(row), LinkBase):
        links = model.objects.live(at).filter(**{path: row.pk})
        edition = model._meta.get_field("edition").related_model
        pages = list(links.order_by().values_list("edition__working_copy", flat=True)[: MOST_COUNTED + 1])
        counted |= {(edition, page) for page in pages}
        # A page may have several of these links: so many of them say nothing of how many pages there are.
        is_cut |= len(pages) > MOST_COUNTED
        # Through a row between there is no order in any index, so some are as good as the newest.
        shown = links.newest() if "__" not in path else links.order_by()
        found |= {
            (edition, link.edition.working_copy_id): link.edition for link in shown.with_edition()[:MOST_USES]
        }
    live = sorted(found.values(), key=lambda edition: edition.published_at, reverse=True)[:MOST_USES]
    drafts = [
        link
        for base in (DraftLinkBase, WorkingCopy)
        for model, path in _paths(type(row), base)
        for link in model._default_manager.filter(**{path: row.pk}).order_by()[:MOST_USES]
    ]
    count = as_counted(len(counted), MOST_COUNTED)
    return Used(live, AtLeast(count) if is_cut else count, drafts, list(_standing(row)))


def _standing(row: models.Model) -> Iterator[models.Model]:
    """Yield what shows this row without being an edition."""
    for model, path in _paths(type(row), StandingUse):
        yield from model._default_manager.filter(**{path: row.pk})


def _paths(target: type[models.Model], base: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """Yield each kind of link and the lookup that leads from it to a target.

    A publisher is reached through its sources, so rows between count too. What is a part of the
    target, and goes with it, is no use of it.
    """
    for link in links_to(target, models.Model):
        if link.is_part:
            continue
        if issubclass(link.model, base):
            yield link.model, link.name
        elif issubclass(link.model, Record):
            yield from ((model, f"{path}__{link.name}") for model, path in _paths(link.model, base))


def _locked(record: R, version: int) -> R:
    row = type(record)._default_manager.select_for_update(no_key=True).filter(pk=record.pk).first()
    if row is None:
        raise RemovedForGood
    same_version(row, version)
    return row


def _check(row: Record) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidText(" ".join(error.messages)) from error
    for field in row._meta.fields:
        is_typed = isinstance(field, models.CharField) and field.editable and not field.blank
        if is_typed and not has_words(getattr(row, field.name)):
            raise InvalidText(
                _("Nothing of this can be seen: %(field)s. Write it anew.") % {"field": field.verbose_name}
            )


def _write(row: Record) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # It passed every check a moment ago: somebody else has just written the same.
        raise InvalidText(_("This is already there: somebody has just added it. Use that one.")) from error


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    return value if isinstance(value, bool | int | float | list | dict | None) else str(value)
