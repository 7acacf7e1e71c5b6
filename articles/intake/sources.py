"""The sources a manuscript names, made or found again by their key."""

from articles.importing import SourceLine
from publishing.folding import fold
from publishing.records import save_record
from publishing.workflow.locking import Actor
from references.matching import match_key, registrable_domain
from references.models import Publisher, Reference

TITLE_LENGTH = 500
NAME_LENGTH = 200


def reference_for(line: SourceLine, *, actor: Actor) -> Reference:
    """Return the source of this key, made if there is none; nothing is made up for what is missing."""
    domain = registrable_domain(line.url or line.domain) or line.domain.casefold()
    title = (line.title or line.url or line.doi or line.domain)[:TITLE_LENGTH]
    key = match_key(doi=line.doi, url=line.url, title=title, domain=domain)
    known = Reference.objects.filter(match_key=key).order_by("variant", "id").first()
    if known is not None:
        return known
    changes = {
        "title": title,
        "url": line.url,
        "doi": line.doi,
        "note": line.note,
        "publisher": publisher_for(name=line.publisher, domain=domain, actor=actor),
    }
    return save_record(record=Reference(), changes=changes, version=0, actor=actor)


def publisher_for(*, name: str, domain: str, actor: Actor) -> Publisher | None:
    """Return the publisher of this domain, else of this name, made if there is none."""
    if not name and not domain:
        return None
    known = Publisher.objects.filter(domain=domain).first() if domain else None
    if known is None and name:
        same = (row for row in Publisher.objects.filter(domain="") if fold(row.name) == fold(name))
        known = next(same, None) if not domain else None
    if known is not None:
        return known
    changes = {"name": (name or domain)[:NAME_LENGTH], "domain": domain}
    return save_record(record=Publisher(), changes=changes, version=0, actor=actor)
