"""The sources of notes that came with pasted words: found again by their key, else made in passing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import ngettext

from manuscripts import Author, SourceLine
from publishing import payloads, richtext
from publishing.bases import Payload
from publishing.checks import Kind, Missing
from publishing.errors import WorkflowError
from publishing.links import working_copy_models
from publishing.models import Buffer
from publishing.records import save_record
from publishing.richtext.settling import Waiting, waiting_in
from publishing.richtext.waiting import sources_in
from publishing.workflow.locking import Actor, may
from publishing.workflow.removing import remove_for_good
from references.making import NAME_LENGTH, TITLE_LENGTH, address_as_title, publisher_if_allowed, web_address
from references.matching import canonical_doi, match_key, registrable_domain
from references.models import Reference, SourceType, partial_date

UNUSED_FOR = timedelta(days=30)
_KINDS = frozenset(SourceType.values)


@dataclass
class Settled:
    """What became of notes: the keys of the sources each now cites, and how many sources were made."""

    keys: dict[Waiting, list[str]] = field(default_factory=dict)
    made: list[Reference] = field(default_factory=list)
    left: list[Waiting] = field(default_factory=list)


def settle(
    notes: Iterable[Waiting], *, rows: models.QuerySet[Reference], actor: Actor, may_make: bool
) -> Settled:
    """Find the sources of notes among `rows`; make those there are none of, as far as the actor may."""
    settled = Settled()
    makes = may_make and may(actor, Reference(), "add")
    for note in notes:
        try:
            with transaction.atomic():
                made: list[Reference] = []
                keys = [_key_of(line, note, rows, actor, makes, made) for line in lines_of(note)]
        except WorkflowError:
            keys, made = [""], []
        if all(keys):
            settled.keys[note] = list(dict.fromkeys(keys))
            settled.made += made
        else:
            settled.left.append(note)
    return settled


def lines_of(note: Waiting) -> tuple[SourceLine, ...]:
    """Return what was read from a note; of one that says nothing of sources its words are the title."""
    return sources_in(note.read) or (SourceLine(title=note.words, is_incomplete=True),)


def _key_of(
    line: SourceLine,
    note: Waiting,
    rows: models.QuerySet[Reference],
    actor: Actor,
    makes: bool,
    made: list[Reference],
) -> str:
    """Return the key of a note's source, or nothing where there is none and none may be made."""
    key = match_key(doi=line.doi, url=line.url, title=_title_of(line), domain=_domain_of(line))
    known = rows.filter(match_key=key).order_by("variant", "pk").first() if key else None
    if known is not None:
        return known.key
    if not makes or not key:
        return ""
    made.append(_make(line, note, actor=actor))
    return made[-1].key


def _make(line: SourceLine, note: Waiting, *, actor: Actor) -> Reference:
    publisher = publisher_if_allowed(name=line.publisher[:NAME_LENGTH], domain=_domain_of(line), actor=actor)
    changes = {
        "title": _title_of(line),
        "url": web_address(line.url),
        "doi": canonical_doi(line.doi) or canonical_doi(line.url),
        "type": line.kind if line.kind in _KINDS else _kind_of(line),
        "authors": [_author(author) for author in line.authors],
        "container_title": (line.container or ("" if publisher else line.publisher))[:300],
        "publisher": publisher,
        "issued": _date(line.issued),
        "accessed": _date(line.accessed),
        **{name: getattr(line, name)[: _length(name)] for name in ("volume", "issue", "pages", "isbn")},
        "note": _around(line, note),
        "is_incomplete": True,
        "made_in_passing": True,
    }
    return save_record(record=Reference(), changes=changes, version=0, actor=actor)


def _kind_of(line: SourceLine) -> str:
    return "webpage" if line.url or line.domain else "document"


def _around(line: SourceLine, note: Waiting) -> str:
    """Keep the words of a note that say more than its source does."""
    told = {_title_of(line), line.url, line.doi}
    return "\n".join(dict.fromkeys(part for part in (line.note, note.words) if part and part not in told))


def _title_of(line: SourceLine) -> str:
    return (line.title or address_as_title(line.url) or line.doi or line.raw or line.domain)[:TITLE_LENGTH]


def _domain_of(line: SourceLine) -> str:
    # The address of a DOI says nothing about who published.
    url = "" if canonical_doi(line.url) else line.url
    return registrable_domain(url or line.domain) or line.domain.casefold()


def _author(author: Author) -> dict[str, str]:
    if author.literal or not (author.family and author.given):
        return {"literal": author.literal or author.family or author.given}
    return {"family": author.family, "given": author.given}


def _date(said: str) -> str:
    return said if partial_date.regex.match(said) else ""  # type: ignore[union-attr]


def _length(name: str) -> int:
    return int(Reference._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]


def waiting_in_payload(payload: Payload) -> list[Missing]:
    """Say that notes of a text wait for their sources: readers would miss them."""
    notes = waiting_in(payload["body"])
    if not notes:
        return []
    sentence = ngettext(
        "%(count)d note waits for its source: “%(words)s”. Save, and it becomes a citation; if you may not "
        "add sources, ask a colleague who may, or choose one for it.",
        "%(count)d notes wait for their sources, the first is “%(words)s”. Save, and they become citations; "
        "if you may not add sources, ask a colleague who may, or choose one for each.",
        len(notes),
    ) % {"count": len(notes), "words": richtext.one_line(notes[0].words, 80)}
    return [Missing(sentence, kind=Kind.WAITING)]


def remove_unused(*, now: datetime) -> int:
    """Remove the sources that were made in passing so long ago, that nobody touched and nothing uses."""
    old = Reference.objects.filter(made_in_passing=True, version=1, changed_at__lte=now - UNUSED_FOR)
    removed = 0
    for source in old.order_by("pk"):
        if _is_named(source.key):
            continue
        try:
            remove_for_good(rows=[source], actor=None)
        except WorkflowError:
            # Something leads to it, or somebody has just come to use it.
            continue
        removed += 1
    return removed


def _is_named(key: str) -> bool:
    """Tell whether a saved version, a draft or somebody's unsaved words name a source."""
    drafts = (model._default_manager.filter(body__contains=key) for model in working_copy_models())
    typed = Buffer.objects.annotate(as_text=Cast("fields", models.TextField())).filter(as_text__contains=key)
    return any(rows.exists() for rows in drafts) or payloads.any_names(key) or typed.exists()
