"""What bringing a manuscript in would come to: looked up, and nothing made yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import manuscripts
from articles.importing.later import earlier_of
from articles.importing.outcome import Options
from articles.importing.people import People, full_names
from articles.importing.sources import key_of, known_sources, one_of_each
from articles.models import Article
from manuscripts import Manuscript, Mentions, SourceLine, find_mentions
from profiles.models import Person
from publishing.errors import WrongState
from publishing.naming import name_key
from references.models import Reference


@dataclass(frozen=True)
class NamedPerson:
    """A name in a manuscript, where it stands, and who goes by it."""

    name: str
    found: tuple[Person, ...] = ()
    in_byline: bool = False
    speaks: bool = False

    @property
    def key(self) -> str:
        """Return what two spellings of the name share."""
        return name_key(self.name)


@dataclass(frozen=True)
class NamedSource:
    """A source of a manuscript, the key it is recognised by, and the known one with that key."""

    key: str
    line: SourceLine
    known: Reference | None = None


@dataclass(frozen=True)
class Plan:
    """A manuscript beside what the newsroom knows of it already."""

    manuscript: Manuscript
    digest: str
    name: str
    options: Options
    # Brought in before: the same file, or an earlier version of the same piece.
    same: Article | None
    earlier: Article | None
    people: tuple[NamedPerson, ...]
    sources: tuple[NamedSource, ...]


def plan_of(manuscript: Manuscript, *, digest: str, name: str, options: Options) -> Plan:
    """Look up what a manuscript names, and whether it came in before."""
    same = Article.objects.filter(imported_digest=digest).first()
    if same is not None and same.binned_at is not None:
        _require_gone(same)
    lines = {key_of(line): line for line in one_of_each(manuscript.references)}
    known = known_sources(lines)
    people = People()
    mentions = find_mentions(manuscript.blocks, people.for_linking(manuscript.blocks))
    manuscript = manuscripts.with_quotations(manuscript, known=full_names(manuscript.blocks, mentions))
    return Plan(
        manuscript=manuscript,
        digest=digest,
        name=name,
        options=options,
        same=same,
        earlier=(options.next_version_of or earlier_of(manuscript)) if same is None else None,
        people=tuple(_people_of(manuscript, people, mentions)),
        sources=tuple(NamedSource(key, line, known.get(key)) for key, line in lines.items()),
    )


def _people_of(manuscript: Manuscript, people: People, mentions: Mentions) -> Iterator[NamedPerson]:
    """Yield everybody named: bylines first, then whoever speaks, then whom the text names."""
    byline = {name_key(name): name for name in manuscript.byline}
    speakers = {name_key(said.speaker): said.speaker for said in manuscript.quotations if said.speaker}
    linked = dict.fromkeys(span.key for span in mentions.spans)
    names = [people.known[key].name for key in linked]
    others = {name_key(name): name for name in (*names, *manuscripts.suggest_people(manuscript))}
    for key, name in {**byline, **speakers, **others}.items():
        yield NamedPerson(name, tuple(people.named(name)), key in byline, key in speakers)


def _require_gone(article: Article) -> None:
    """Refuse what lies in the bin; what has lain there for its time makes way."""
    if article.is_gone(timezone.now()):
        return
    address = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    raise WrongState(
        _("This text was brought in before and is in the bin. Put it back there: %(address)s")
        % {"address": address}
    )
