"""What lies on a colleague's desk: drafts with them, with the editors, scheduled, just published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.models import Article
from desk.lacking import Judged, judged
from desk.sections import place_of
from desk.sheets import Handed, Pile, Sheet, Way, handed, when
from publishing.admin.guard import actor_of, may
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.admin.writing.company import at_it
from publishing.admin.writing.offering import Unsaved, unsaved_everywhere
from publishing.bases import Stage
from publishing.links import editions_of_kind
from publishing.models import Event, Verb
from publishing.timeline import Change
from publishing.workflow import visiting

MOST = 6
"""How many of one kind a pile shows; the list behind it has the rest."""
FEW = 2
"""How many pages and people stand below the articles that were just published."""


@dataclass(frozen=True)
class Desk:
    """What the first page shows: in the middle what there is to do, at the side what is settled."""

    first: str
    """Where a first article is written, for whoever has begun none."""
    start: Way | None
    bring_in: Way | None
    others: list[Way]
    piles: list[Pile]
    aside: list[Pile]


def desk_of(request: HttpRequest, site: AdminSite) -> Desk:
    """Return what waits for a colleague.

    Five queries for each kind of page and one for what its drafts lack; one each for who is there, who
    handed what over, and what is not saved.
    """
    found = _Finding(request, site, timezone.now())
    piles = [found.unsaved(site), *found.drafts()]
    aside = [found.scheduled(), found.published()]
    start, *others = _starts(request, site)
    first = start.url if start and _is_first(request, piles) else ""
    keeps_empty = {"mine"} if first else {"mine", "handed-over", "scheduled", "published"}
    return Desk(
        first=first,
        start=None if first else start,
        bring_in=Way(_("Bring in…"), reverse("admin:articles_article_bring-in")) if start else None,
        others=[way for way in others if way],
        piles=[pile for pile in piles if pile.sheets or pile.name in keeps_empty],
        aside=[pile for pile in aside if pile.sheets or pile.name in keeps_empty],
    )


def _is_first(request: HttpRequest, piles: Iterable[Pile]) -> bool:
    """Tell whether there is no article at all, or a colleague has worked on none, and has nothing to do."""
    if any(pile.sheets for pile in piles if pile.name in ("unsaved", "mine")):
        return False
    if not Article.objects.out_of_bin().exists():
        return True
    # Whoever has only taken the demo away has written nothing.
    own = Event.objects.filter(actor=actor_of(request), kind=Article._meta.model_name)
    return not own.exclude(verb=Verb.REMOVE).exists()


class _Finding:
    """The questions, each asked of one kind of page, articles first."""

    def __init__(self, request: HttpRequest, site: AdminSite, at: datetime) -> None:
        pages = [page for page in site._registry.values() if isinstance(page, WorkingCopyAdmin)]
        pages.sort(key=lambda page: place_of(page.opts.label))
        self.pages = [page for page in pages if page.has_view_or_change_permission(request)]
        self.request, self.at = request, at
        self.company = visiting.company_everywhere(actor_of(request))

    # What is not saved.

    def unsaved(self, site: AdminSite) -> Pile:
        """Return what a colleague has typed and not saved, each with the day until which it is kept."""
        sheets = [self._unsaved(one) for one in unsaved_everywhere(self.request, site)]
        return Pile("unsaved", _("Not saved yet"), sheets[:MOST], total=len(sheets), folded=sheets[MOST:])

    def _unsaved(self, one: Unsaved) -> Sheet:
        kind = _("%(kind)s, what readers see") % {"kind": one.kind} if one.is_fix else one.kind
        end = date_format(timezone.localtime(one.goes_at), "DATE_FORMAT")
        stays = "" if one.goes_soon else _("stays until %(when)s") % {"when": end}
        return Sheet(
            one.title,
            one.show_url,
            one.at,
            facts=[part for part in (str(capfirst(kind)), stays) if part],
            dated=_("kept %(when)s") % {"when": when(one.at)},
            warning=_("Gone for good on %(when)s, unless you save it.") % {"when": end}
            if one.goes_soon
            else "",
        )

    # Drafts.

    def drafts(self) -> list[Pile]:
        """Return the piles of drafts, with how each came there and what it lacks."""
        piles = {
            "mine": list(self._rows(self.mine)),
            "unclaimed": list(self._rows(self.unclaimed)),
            "handed-over": list(self._rows(self.handed_over)),
        }
        shown = [row for rows in piles.values() for _page, row in rows]
        came, judgements = handed(shown), judged(shown, at=self.at)
        sheets = {
            name: [self._draft(page, row, came.get(row.key), judgements.get(row.key)) for page, row in rows]
            for name, rows in piles.items()
        }
        # What was sent back waits for an answer.
        sheets["mine"].sort(key=lambda sheet: not (sheet.handed and sheet.handed.is_back))
        nothing = _("Nothing yet. What you write, and what is sent back to you, lies here.")
        return [
            self._pile("mine", _("With you"), nothing, "holder=me", piles, sheets),
            self._pile("unclaimed", _("With nobody yet"), "", "holder=nobody", piles, sheets),
            self._pile(
                "handed-over",
                _("With the editors"),
                _("Nothing was handed over."),
                f"stage__exact={Stage.SUBMITTED}",
                piles,
                sheets,
            ),
        ]

    def mine(self, page: WorkingCopyAdmin) -> Any:
        """Find what a colleague has, the last saved first; what has a note before all."""
        rows = self._open(page).filter(holder=self.request.user)
        no_note = ExpressionWrapper(Q(handover_note=""), output_field=BooleanField())
        return rows.order_by(no_note, "-changed_at", "pk")

    def unclaimed(self, page: WorkingCopyAdmin) -> Any:
        rows = self._open(page).filter(stage=Stage.WRITING, holder=None)
        return rows.order_by("changed_at", "pk")

    def handed_over(self, page: WorkingCopyAdmin) -> Any:
        rows = page.get_queryset(self.request).filter(stage=Stage.SUBMITTED)
        return rows.exclude(holder=self.request.user).order_by("changed_at", "pk")

    def _open(self, page: WorkingCopyAdmin) -> Any:
        """Find what readers do not see as the draft is, and will not."""
        return page.get_queryset(self.request).filter(settled_until__lte=self.at)

    def _rows(self, ask: Any) -> Iterator[tuple[WorkingCopyAdmin, Any]]:
        for page in self.pages:
            rows = ask(page).select_related("holder", "submitted_by").defer("body")
            for row in rows.annotate(total=Window(Count("pk")))[:MOST]:
                yield page, row

    def _pile(self, name: str, title: str, empty: str, query: str, piles: Any, sheets: Any) -> Pile:
        totals = {page: row.total for page, row in piles[name]}
        more = [self._more(page, query) for page, total in totals.items() if total > MOST]
        return Pile(name, title, sheets[name], total=sum(totals.values()), empty=empty, more=more)

    def _draft(
        self, page: WorkingCopyAdmin, row: Any, came: Handed | None, judgement: Judged | None
    ) -> Sheet:
        facts = [str(capfirst(page.opts.verbose_name))]
        if (embargo := row.embargo) and embargo.holds(self.at):
            facts.append(embargo.sentence.rstrip("."))
        is_theirs = row.stage == Stage.SUBMITTED and row.holder_id != actor_of(self.request).pk
        if is_theirs and row.holder:
            facts.append(_("%(who)s has it") % {"who": row.holder})
        if judgement and judgement.words:
            count = ngettext("%(count)d word", "%(count)d words", judgement.words)
            facts.append(count % {"count": judgement.words})
        if judgement and not judgement.lacks and row.stage == Stage.SUBMITTED:
            facts.append(_("nothing to mend"))
        return Sheet(
            str(row) or _("Without a name"),
            self._url(page, row.pk),
            row.changed_at,
            facts=facts,
            dated=_("saved %(when)s") % {"when": when(row.changed_at)},
            lacks=judgement.lacks if judgement else "",
            company=at_it(self.company, row.key),
            handed=came,
            acts=list(self._acts(page, row)),
        )

    def _acts(self, page: WorkingCopyAdmin, row: Any) -> Iterator[Way]:
        """Yield what can be done at once: to take it, and to publish what was handed over."""
        is_submitted = row.stage == Stage.SUBMITTED
        right = "publish" if is_submitted else "change"
        if row.holder is None and may(self.request, right, page.model):
            yield Way(_("Take it"), page.url("take-over", row))
        if is_submitted and may(self.request, "publish", page.model):
            yield Way(_("Publish…"), f"{self._url(page, row.pk)}#publish")

    # What readers see, or will.

    def scheduled(self) -> Pile:
        """Return what readers will see on schedule, the next first."""
        shown, more = [], []
        for page in self.pages:
            coming = self._editions(page).coming(self.at).filter(live_from__gt=self.at)
            rows = list(coming.order_by("live_from").defer("body_html")[: MOST + 1])
            shown += [
                self._edition(page, row, dated=str(capfirst(when(row.live_from))), at=row.live_from)
                for row in rows[:MOST]
            ]
            more += [self._more(page, "public=later")] if len(rows) > MOST else []
        shown.sort(key=lambda sheet: sheet.at)
        return Pile("scheduled", _("Scheduled"), shown, empty=_("Nothing is scheduled."), more=more)

    def published(self) -> Pile:
        """Return what came out last, articles first."""
        shown, more = [], []
        for page in self.pages:
            most = MOST if page is self.pages[0] else FEW
            rows = list(self._editions(page).live(self.at).newest().defer("body_html")[: most + 1])
            shown += [
                self._edition(page, row, dated=_published(row), at=row.published_at) for row in rows[:most]
            ]
            more += [self._more(page, "public=live")] if len(rows) > most else []
        empty = _("Nothing was published yet.")
        return Pile("published", _("Just published"), shown, empty=empty, more=more)

    def _edition(self, page: WorkingCopyAdmin, row: Any, *, dated: str, at: datetime) -> Sheet:
        # Articles are what one expects here, so only the others say what they are.
        kind = [] if page is self.pages[0] else [str(capfirst(page.opts.verbose_name))]
        title = str(row) or _("Without a name")
        return Sheet(title, self._url(page, row.working_copy_id), at, facts=kind, dated=dated)

    def _editions(self, page: WorkingCopyAdmin) -> Any:
        return editions_of_kind(page.model)

    def _more(self, page: WorkingCopyAdmin, query: str) -> Way:
        words = _("All %(kind)s") % {"kind": page.opts.verbose_name_plural}
        return Way(words, f"{page.url('changelist')}?{query}")

    def _url(self, page: WorkingCopyAdmin, pk: int) -> str:
        return page.url("changelist") + f"{pk}/change/"


def _published(row: Any) -> str:
    """Say when readers first saw this, and what became of it since."""
    said = [str(capfirst(when(row.published_at)))]
    if row.change != Change.FIRST:
        change = _("Small fix") if row.change == Change.MINOR else row.get_change_display()
        said.append(f"{change} {when(row.live_from)}")
    return " · ".join(said)


def _starts(request: HttpRequest, site: AdminSite) -> Iterator[Way | None]:
    """Yield where an article is written, if this colleague may, and then whatever else can be begun."""
    entries = [entry for app in site.get_app_list(request) for entry in app["models"] if entry["add_url"]]
    urls = [str(entry["add_url"]) for entry in entries if entry["model"] is Article]
    yield Way(_("Write an article"), urls[0]) if urls else None
    for entry in entries:
        if entry["model"] is not Article:
            yield Way(_words_to_start(entry["model"]), str(entry["add_url"]))


def _words_to_start(model: Any) -> str:
    # A colleague is not added but invited: the page behind the button says so too.
    return (
        _("Invite a colleague") if model is User else _("Add %(name)s") % {"name": model._meta.verbose_name}
    )
