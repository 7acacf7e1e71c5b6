"""A source made while it is cited: found again by its key, else made of what is known, to be looked at."""

from dataclasses import dataclass, replace
from urllib.parse import unquote

from django.db import transaction
from django.utils.translation import gettext as _

from publishing.errors import InvalidText, WorkflowError
from publishing.records import save_record
from publishing.workflow.locking import Actor, may
from references.fetching import fetch_page
from references.matching import canonical_doi, canonical_url, match_key, registrable_domain
from references.models import Publisher, Reference
from references.page_facts import PageFacts, page_facts

TITLE_LENGTH = 500
NAME_LENGTH = 200


@dataclass(frozen=True)
class Looked:
    """What a pasted address, DOI or page turned out to be: sources there are, else facts for a new one."""

    known: list[Reference]
    facts: PageFacts
    is_read: bool = False
    why_not: str = ""


def look_at(pasted: str, *, html: str = "", may_fetch: bool = False) -> Looked:
    """Return the sources an address or DOI is of; if there are none, what its page says of itself."""
    facts = page_facts(html.encode("utf-8", "replace"), address=web_address(pasted)) if html else PageFacts()
    known = _known(pasted) or _known(facts.address) or _known(facts.doi)
    if known:
        return Looked(known, _named(facts, pasted))
    if html:
        return Looked([], _named(facts, pasted), is_read=bool(facts.title))
    url = web_address(pasted)
    if not url or not may_fetch:
        return Looked([], _named(PageFacts(address=url), pasted))
    try:
        page = fetch_page(url)
    except WorkflowError as refusal:
        return Looked([], _named(PageFacts(address=url), pasted), why_not=str(refusal))
    facts = page_facts(page.data, address=page.address, charset=page.charset)
    known = _known(facts.address) or _known(facts.doi)
    return Looked(known, _named(facts, pasted), is_read=bool(facts.title))


def _known(pasted: str) -> list[Reference]:
    return Reference.objects.with_publisher().at_original(pasted) if pasted else []


def _named(facts: PageFacts, pasted: str) -> PageFacts:
    """Let what was pasted stand where a page says nothing; the address is kept as it was given."""
    doi = canonical_doi(pasted) or facts.doi
    url = web_address(pasted) or facts.address
    return replace(facts, address=url, doi=doi, title=facts.title or address_as_title(url) or doi)


def web_address(pasted: str) -> str:
    """Return a pasted web address with its scheme, or "" if it is none."""
    pasted = pasted.strip()
    if not canonical_url(pasted) or len(pasted) > 2_000:
        return ""
    return pasted if "://" in pasted.partition("?")[0] else f"https://{pasted.removeprefix('//')}"


def address_as_title(url: str) -> str:
    """Return a web address as it is told: without scheme, tracking parameters and fragment."""
    address = canonical_url(url).removeprefix("https://")
    try:
        readable = unquote(address, errors="strict")
    except ValueError:
        return address
    # What is escaped may be a line break or worse.
    return (readable if readable.isprintable() else address) or url


def make_source(*, facts: PageFacts, variant: str = "", actor: Actor) -> Reference:
    """Make a source of what is known of it; `known_source` says first whether there is one."""
    doi = canonical_doi(facts.doi) or canonical_doi(facts.address)
    url = web_address(facts.address)
    if facts.address and not (doi or url):
        raise InvalidText(
            _("This is no web address and no DOI: “%(words)s”.") % {"words": facts.address[:100]}
        )
    # The address of a DOI says nothing about who published.
    domain = registrable_domain("" if canonical_doi(url) else url)
    with transaction.atomic():
        publisher = publisher_if_allowed(name=facts.publisher, domain=domain, actor=actor)
        container = facts.container_title or ("" if publisher else facts.publisher)
        changes = {
            "title": facts.title,
            "type": facts.type or "webpage",
            "url": url,
            "doi": doi,
            "authors": [author_of(line) for line in facts.authors],
            "issued": facts.issued,
            "publisher": publisher,
            "container_title": container,
            "language": facts.language,
            "variant": variant,
            "is_incomplete": True,
        }
        return save_record(record=Reference(), changes=changes, version=0, actor=actor)


def known_source(facts: PageFacts, *, variant: str = "") -> list[Reference]:
    """Return the source that has the key these facts would give a new one."""
    url = web_address(facts.address)
    doi = canonical_doi(facts.doi) or canonical_doi(facts.address)
    key = match_key(doi=doi, url=url, title=facts.title, domain="")
    return list(Reference.objects.with_publisher().filter(match_key=key, variant=variant)) if key else []


def publisher_if_allowed(*, name: str, domain: str, actor: Actor) -> Publisher | None:
    """Return the publisher of this domain or name; a new one only where there is a name and the right."""
    known = known_publisher(name=name, domain=domain)
    if known is not None or not name or not may(actor, Publisher(), "add"):
        return known
    return publisher_for(name=name, domain=domain, actor=actor)


def known_publisher(*, name: str, domain: str) -> Publisher | None:
    """Return the publisher of this domain, else of this name, if there is one."""
    if domain:
        return Publisher.objects.filter(domain=domain).first()
    return Publisher.objects.named(name) if name else None


def publisher_for(*, name: str, domain: str, actor: Actor) -> Publisher | None:
    """Return the publisher of this domain, else of this name, made if there is none."""
    if not name and not domain:
        return None
    known = known_publisher(name=name, domain=domain)
    if known is not None:
        return known
    changes = {"name": (name or domain)[:NAME_LENGTH], "domain": domain}
    return save_record(record=Publisher(), changes=changes, version=0, actor=actor)


def author_of(line: str) -> dict[str, str]:
    """Read one author from a line."""
    family, comma, given = (part.strip() for part in line.partition(","))
    return {"family": family, "given": given} if comma and family and given else {"literal": line}
