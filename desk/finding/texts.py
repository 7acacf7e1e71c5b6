"""“Have we written this?”: what stands in drafts, and what readers see, by its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.finding.kinds import KINDS, Kind
from desk.finding.places import Place
from publishing.bases import Stage, WorkingCopy
from publishing.finding import fits
from publishing.links import editions_of_kind
from publishing.search import Cursor, DraftSearch, Hit, Search
from publishing.search.shelves import PUBLIC, SHELVES
from publishing.search.snippets import part_of, pattern_of

AT_ONCE = 50
MOST_LOOKED_AT = 600
"""How many texts with the words are looked at for those the filters leave, before somebody is asked."""

KINDS_OF_TEXTS: Mapping[str, Kind] = {
    kind.model.search_kinds[0]: kind for kind in KINDS if issubclass(kind.model, WorkingCopy)
}
NEVER_SEEN = Q(is_live=False, is_due=False, was_seen=False)
STATES: Mapping[str, tuple[Any, Q]] = {
    "draft": (gettext_lazy("Draft"), NEVER_SEEN & ~Q(stage=Stage.SUBMITTED)),
    "submitted": (gettext_lazy("With the editors"), Q(stage=Stage.SUBMITTED)),
    "scheduled": (gettext_lazy("Scheduled"), Q(is_due=True)),
    "published": (gettext_lazy("Published"), Q(is_live=True)),
    "down": (gettext_lazy("Taken down"), Q(is_live=False, is_due=False, was_seen=True)),
}


@dataclass(frozen=True)
class Asked:
    """What a colleague looks for in texts, and what they want of it."""

    words: str = ""
    kind: str = ""
    state: str = ""
    holder: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def limits(self, request: HttpRequest) -> Q:
        """Return which drafts are wanted."""
        wanted = STATES[self.state][1] if self.state else Q()
        if self.holder == "me":
            return wanted & Q(holder=request.user.pk)
        if self.holder == "nobody":
            return wanted & Q(holder=None)
        return wanted & Q(holder=int(self.holder)) if self.holder else wanted


@dataclass(frozen=True)
class Text:
    """One text with the words: what it is, whose turn it is, and where the words stand in it."""

    kind: str
    title: str
    url: str
    state: str
    who_has_it: str
    when: datetime
    where: str
    snippet: SafeString

    @property
    def details(self) -> list[str]:
        """Return what stands below its title."""
        return [text for text in (self.kind, self.where, self.state, self.who_has_it) if text]

    def as_json(self) -> dict[str, str]:
        """Return the line as the search box has it."""
        details = [*self.details, date_format(timezone.localtime(self.when), "DATE_FORMAT")]
        return {
            "label": self.title,
            "detail": " · ".join(details),
            "words": unescape(strip_tags(self.snippet)),
            "url": self.url,
        }


@dataclass(frozen=True)
class Found:
    """Part of what was found; `after` leads on, `is_cut` says that the search was broken off before."""

    texts: Sequence[Text] = ()
    after: Cursor | None = None
    is_cut: bool = False


class Standing(NamedTuple):
    """A hit and the set of texts it is from: the best first, newest first."""

    step: int
    newness: int
    is_public: bool
    hit: Hit

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.step, -self.newness)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A draft whose text, or the text readers see of it, has the words."""

    kind: Kind
    row: Any
    edition: Any
    standing: Standing

    @property
    def place(self) -> int:
        return self.standing.hit.place

    @property
    def url(self) -> str:
        return Place(self.kind, self.row).url


def texts_with(
    request: HttpRequest,
    asked: Asked,
    *,
    most: int,
    after: Cursor | None = None,
    but_named: bool = False,
) -> Found:
    """Return texts that have these words, as far as the colleague may open their drafts.

    Drafts and what readers see are asked both, and where both say the same the draft stands for both.
    With `but_named` what is found by its name already is left out.
    """
    may = {name: kind for name, kind in KINDS_OF_TEXTS.items() if kind.may_view(request)}
    names = [name for name in may if asked.kind in ("", name)]
    if not names or not asked.words:
        return Found()
    limits = asked.limits(request) & (~fits(asked.words) if but_named else Q())
    how: dict[str, Any] = {"at": request.moment, "language": request.site.language}
    rows: list[Any] = [may[name].rows(request).filter(limits) for name in names]
    drafts = DraftSearch(asked.words, **how).among(*rows)
    public = Search(asked.words, **how).kinds(*names)
    searches = [search.between(asked.since, asked.until) for search in (drafts, public)]
    shown: dict[str, Candidate] = {}
    looked_at = 0
    while looked_at < MOST_LOOKED_AT:
        batch, then = _next(searches, after)
        looked_at += len(batch)
        for candidate in _candidates(request, batch, may, limits):
            shown.setdefault(candidate.url, candidate)
            if len(shown) == most:
                is_last = then is None and candidate.standing == batch[-1]
                return Found(_shown(shown.values(), drafts), None if is_last else candidate.standing.cursor)
        if then is None:
            return Found(_shown(shown.values(), drafts))
        after = then
    return Found(_shown(shown.values(), drafts), after, is_cut=True)


def _next(searches: Sequence[Search], after: Cursor | None) -> tuple[list[Standing], Cursor | None]:
    """Return what stands next in drafts and in what readers see, and where to go on behind it."""
    found = [(search.shelf is PUBLIC, search.page(after=after, size=AT_ONCE)) for search in searches]
    standing = [
        Standing(hit.step, -hit.place, is_public, hit) for is_public, page in found for hit in page.hits
    ]
    # Of what lies behind the nearer end the other set may have more.
    ends = [(page.after.step, -page.after.place) for _is_public, page in found if page.after]
    if not ends:
        return sorted(standing), None
    end = min(ends)
    return sorted(one for one in standing if one[:2] <= end), Cursor(end[0], -end[1])


def _candidates(
    request: HttpRequest, batch: Sequence[Standing], may: Mapping[str, Kind], limits: Q
) -> Iterator[Candidate]:
    """Yield the rows behind hits that are wanted and may be opened, those of a kind loaded at once."""
    found: dict[Standing, Candidate] = {}
    for name, kind in may.items():
        own = [one for one in batch if one.hit.kind == name]
        editions = _editions(kind, [one.hit.object_id for one in own if one.is_public], at=request.moment)
        drafts = {one.hit.object_id for one in own if not one.is_public}
        wanted = drafts | {edition.working_copy_id for edition in editions.values()}
        rows = kind.rows(request).filter(limits, pk__in=wanted).select_related("holder").defer("body")
        loaded = {row.pk: row for row in rows} if wanted else {}
        for one in own:
            edition = editions.get(one.hit.object_id) if one.is_public else None
            pk = edition.working_copy_id if edition else one.hit.object_id
            row = loaded.get(pk) if edition or not one.is_public else None
            # A draft that says what readers see stands for both.
            if row is not None and not (edition and edition.revision.number == row.version):
                found[one] = Candidate(kind, row, edition, one)
    yield from (found[one] for one in batch if one in found)


def _editions(kind: Kind, keys: Sequence[int], *, at: datetime) -> dict[int, Any]:
    if not keys:
        return {}
    editions = editions_of_kind(kind.model).live(at).filter(pk__in=keys)
    return {edition.pk: edition for edition in editions.select_related("revision").defer("body_html")}


def _shown(candidates: Iterable[Candidate], search: Search) -> list[Text]:
    """Return the lines for these, each with the place in its text at which the words stand."""
    found = list(candidates)
    pattern = pattern_of(search.question, search.shelf)
    texts: dict[tuple[bool, int], str] = {}
    for shelf in SHELVES:
        is_public = shelf is PUBLIC
        places = [one.place for one in found if one.standing.is_public == is_public]
        rows = shelf.text.objects.filter(place__in=places)
        texts |= {(is_public, place): text for place, text in rows.values_list("place", "text")}
    return [_text(one, part_of(texts.get((one.standing.is_public, one.place), ""), pattern)) for one in found]


def _text(found: Candidate, snippet: SafeString) -> Text:
    row, edition = found.row, found.edition
    is_with_somebody = row.holder is not None or row.stage == Stage.SUBMITTED
    return Text(
        kind=found.kind.title,
        title=str(edition or row),
        url=found.url,
        state=str(found.kind.admin.state(row)),
        who_has_it=_("Who has it: %(name)s") % {"name": row.who_has_it} if is_with_somebody else "",
        when=edition.published_at if edition else row.changed_at,
        where=_("In what readers see, not in the draft") if edition else "",
        snippet=snippet,
    )
