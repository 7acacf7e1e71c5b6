"""The sources a manuscript names, made or found again by their key."""

from collections.abc import Iterable
from dataclasses import asdict

from manuscripts import SourceLine
from publishing.records import save_record
from publishing.workflow.locking import Actor
from references.making import TITLE_LENGTH, address_as_title, publisher_for
from references.matching import canonical_doi, match_key, registrable_domain
from references.models import Reference


def references_for(lines: Iterable[SourceLine], *, actor: Actor) -> list[Reference]:
    """Return the sources of a manuscript in its order, each once, made where there is none."""
    return [_reference_for(line, key, actor=actor) for key, line in _one_of_each(lines).items()]


def _one_of_each(lines: Iterable[SourceLine]) -> dict[str, SourceLine]:
    """Put the lines that mean one source together; the first with a title has the say."""
    found: dict[str, SourceLine] = {}
    for line in lines:
        key = match_key(doi=line.doi, url=line.url, title=_title_of(line), domain=_domain_of(line))
        known = found.get(key)
        if known is None:
            found[key] = line
        else:
            first, second = (known, line) if known.title or not line.title else (line, known)
            filled = {name: value or getattr(second, name) for name, value in asdict(first).items()}
            found[key] = SourceLine(**filled)
    return found


def _reference_for(line: SourceLine, key: str, *, actor: Actor) -> Reference:
    """Return the source of this key, made if there is none; nothing is made up for what is missing."""
    known = Reference.objects.filter(match_key=key).order_by("variant", "id").first()
    if known is not None:
        return known
    changes = {
        "title": _title_of(line),
        "url": line.url,
        "doi": line.doi,
        "note": line.note,
        "publisher": publisher_for(name=line.publisher, domain=_domain_of(line), actor=actor),
    }
    return save_record(record=Reference(), changes=changes, version=0, actor=actor)


def _title_of(line: SourceLine) -> str:
    return (line.title or address_as_title(line.url) or line.doi or line.domain)[:TITLE_LENGTH]


def _domain_of(line: SourceLine) -> str:
    # The address of a DOI says nothing about who published.
    url = "" if canonical_doi(line.url) else line.url
    return registrable_domain(url or line.domain) or line.domain.casefold()
