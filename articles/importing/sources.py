"""The sources a manuscript names, made or found again by their key."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

import manuscripts
from manuscripts import SourceLine
from publishing.records import save_record
from publishing.richtext import one_line, waiting
from publishing.richtext.document import Cite
from publishing.workflow.locking import Actor
from references.making import TITLE_LENGTH, address_as_title, publisher_for, publisher_if_allowed
from references.matching import canonical_doi, match_key, registrable_domain
from references.models import Reference, SourceType

PAPERS = ("article-newspaper", "webpage", "broadcast", "")
"""Where the paper or the site is who published: its name is told as the publisher's, as everywhere."""
AT_ONCE = 500
"""Keys that are looked up with one query."""


def references_by_key(lines: Iterable[SourceLine], *, actor: Actor) -> dict[str, Reference]:
    """Return the sources of a manuscript by their match keys, in its order, made where there is none."""
    return {key_of(line): reference_for(line, actor=actor) for line in one_of_each(lines)}


def cites_of(
    lines: Iterable[SourceLine], found: Mapping[str, Reference], *, left_out: Iterable[str] = ()
) -> dict[str, list[Cite]]:
    """Return what each id cites: a note may name several sources.

    One that was not made waits in the text, as after a paste, unless it is left out.
    """
    cites: dict[str, list[Cite]] = {}
    for line in lines:
        key = key_of(line)
        if not line.id or key in left_out:
            continue
        note = Cite(found[key].key) if key in found else waiting_cite(line)
        cites.setdefault(line.id, []).append(note)
    return cites


def waiting_cite(line: SourceLine) -> Cite:
    """Return the note of a source that is still to be made, as notes wait after a paste."""
    # By its id it would be another in the next text.
    read = waiting.as_read(waiting.written([replace(line, id="")])) or ""
    return Cite("", words=one_line(line.raw or line.title, waiting.LONGEST), read=read)


def one_of_each(lines: Iterable[SourceLine]) -> list[SourceLine]:
    """Put the lines that mean one source together; the first with a title has the say."""
    found: dict[str, SourceLine] = {}
    for line in lines:
        key = key_of(line)
        known = found.get(key)
        if known is None:
            found[key] = line
        else:
            first, second = (known, line) if known.title or not line.title else (line, known)
            filled = {name: getattr(first, name) or getattr(second, name) for name in asdict(first)}
            found[key] = SourceLine(**filled)
    return list(found.values())


def key_of(line: SourceLine) -> str:
    """Return the key by which a source is recognised: DOI, else address, else title and domain."""
    return match_key(doi=line.doi, url=line.url, title=_title_of(line), domain=_domain_of(line))


def reference_for(line: SourceLine, *, actor: Actor) -> Reference:
    """Return the source of a line: one that is known stays as its editors left it, else a new one."""
    known = known_source(line)
    if known is not None:
        return known
    return save_record(record=Reference(), changes=_fields_of(line, actor), version=0, actor=actor)


def known_source(line: SourceLine) -> Reference | None:
    """Return the source that has the key of a line, if there is one."""
    return Reference.objects.filter(match_key=key_of(line)).order_by("variant", "id").first()


def known_sources(keys: Iterable[str]) -> dict[str, Reference]:
    """Return the sources that have one of these keys, by their keys."""
    found: dict[str, Reference] = {}
    asked = list(dict.fromkeys(keys))
    for start in range(0, len(asked), AT_ONCE):
        some = Reference.objects.filter(match_key__in=asked[start : start + AT_ONCE])
        for source in some.order_by("variant", "id"):
            found.setdefault(source.match_key, source)
    return found


def _fields_of(line: SourceLine, actor: Actor) -> dict[str, Any]:
    """Return the fields of a new source; nothing is made up for what is missing."""
    publisher, container = _published_by(line)
    publisher_of = publisher_for if actor is None else publisher_if_allowed
    return {
        "title": _title_of(line),
        "type": line.kind if line.kind in SourceType.values else _type_without(line),
        "authors": [{name: part for name, part in asdict(author).items() if part} for author in line.authors],
        "container_title": _fitting("container_title", container),
        "publisher": publisher_of(name=publisher, domain=_domain_of(line), actor=actor),
        "issued": line.issued,
        "accessed": line.accessed,
        **{name: _fitting(name, getattr(line, name)) for name in ("volume", "issue", "pages", "isbn")},
        "url": line.url,
        "doi": line.doi,
        "note": _note_of(line),
        "is_incomplete": line.is_incomplete,
    }


def _published_by(line: SourceLine) -> tuple[str, str]:
    """Return who published, and what it stands in: a paper or a site is both."""
    if line.publisher or line.kind not in PAPERS or line.volume:
        return line.publisher, line.container
    return line.container, ""


def _type_without(line: SourceLine) -> str:
    return SourceType.WEBPAGE if line.url or line.domain else SourceType.DOCUMENT


def _note_of(line: SourceLine) -> str:
    """Return what no field holds: the words around it, and the entry as it was if anything is left out."""
    parts = [line.note]
    if manuscripts.unread_words(line) or len(_title_of(line)) < len(line.title):
        parts.append(_("As it was written: %(entry)s") % {"entry": line.raw})
    return "\n".join(filter(None, parts))


def _fitting(name: str, text: str) -> str:
    """Return a text that its column can hold, or none: half a number would be another one."""
    longest = getattr(Reference._meta.get_field(name), "max_length", None)
    return text if longest is None or len(text) <= longest else ""


def _title_of(line: SourceLine) -> str:
    return (line.title or address_as_title(line.url) or line.doi or line.domain or line.raw)[:TITLE_LENGTH]


def _domain_of(line: SourceLine) -> str:
    # The address of a DOI says nothing about who published.
    url = "" if canonical_doi(line.url) else line.url
    return registrable_domain(url or line.domain) or line.domain.casefold()
