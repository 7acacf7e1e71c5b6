"""What lies on a colleague's desk: drafts with them, with the editors, scheduled, just published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from publishing.admin.guard import actor_of
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.admin.writing.company import at_it
from publishing.admin.writing.offering import unsaved_everywhere
from publishing.bases import Stage
from publishing.links import editions_of_kind
from publishing.workflow import visiting

MOST = 6
"""How many of one kind a pile shows; the list behind it has the rest."""


@dataclass(frozen=True)
class Sheet:
    """One page on a pile."""

    title: str
    kind: str
    who: str
    at: datetime
    url: str
    company: str = ""


@dataclass(frozen=True)
class Way:
    """A link and its words."""

    words: str
    url: str


@dataclass(frozen=True)
class Pile:
    """Pages that wait for the same thing."""

    name: str
    title: str
    empty: str
    sheets: list[Sheet]
    more: list[Way]


@dataclass(frozen=True)
class Desk:
    starts: list[Way]
    piles: list[Pile]

    @property
    def is_clear(self) -> bool:
        return not any(pile.sheets for pile in self.piles)


def desk_of(request: HttpRequest, site: AdminSite) -> Desk:
    """Return what waits for a colleague: five queries for each kind of page, one for who is there."""
    found = _Finding(request, site, timezone.now())
    piles = [
        unsaved(request, site),
        found.pile("mine", _("With you"), _("No draft waits for you."), "holder=me", found.mine),
        found.pile("unclaimed", _("With nobody yet"), "", "holder=nobody", found.unclaimed),
        found.pile(
            "handed-over",
            _("With the editors"),
            _("Nothing was handed over."),
            f"stage__exact={Stage.SUBMITTED}",
            found.handed_over,
        ),
        found.pile("scheduled", _("Scheduled"), _("Nothing is scheduled."), "public=later", found.scheduled),
        found.pile(
            "published",
            _("Just published"),
            _("Nothing was published yet."),
            "public=live",
            found.published,
            newest_first=True,
        ),
    ]
    return Desk(list(_starts(request, site)), [pile for pile in piles if pile.sheets or pile.empty])


def unsaved(request: HttpRequest, site: AdminSite) -> Pile:
    """Return what a colleague has typed and not saved, each with the day until which it is kept."""
    sheets = [
        Sheet(
            one.title,
            _("%(kind)s, what readers see") % {"kind": one.kind} if one.is_fix else one.kind,
            _("kept until %(when)s") % {"when": date_format(timezone.localtime(one.goes_at), "DATE_FORMAT")},
            one.at,
            one.show_url,
        )
        for one in unsaved_everywhere(request, site)
    ]
    return Pile("unsaved", _("Not saved yet"), "", sheets, [])


class _Finding:
    """The five questions, each asked of one kind of page."""

    def __init__(self, request: HttpRequest, site: AdminSite, at: datetime) -> None:
        pages = [page for page in site._registry.values() if isinstance(page, WorkingCopyAdmin)]
        self.pages = [page for page in pages if page.has_view_or_change_permission(request)]
        self.request, self.at = request, at
        self.company = visiting.company_everywhere(actor_of(request))

    def pile(
        self, name: str, title: str, empty: str, query: str, ask: Any, *, newest_first: bool = False
    ) -> Pile:
        sheets: list[Sheet] = []
        more = []
        for page in self.pages:
            found = list(ask(page))
            sheets += found[:MOST]
            if len(found) > MOST:
                words = _("All %(kind)s") % {"kind": page.opts.verbose_name_plural}
                more.append(Way(words, f"{page.url('changelist')}?{query}"))
        sheets.sort(key=lambda sheet: sheet.at, reverse=newest_first)
        return Pile(name, title, empty, sheets, more)

    def mine(self, page: WorkingCopyAdmin) -> Iterator[Sheet]:
        return self._unsettled(page, holder=self.request.user)

    def unclaimed(self, page: WorkingCopyAdmin) -> Iterator[Sheet]:
        return self._unsettled(page, holder=None)

    def _unsettled(self, page: WorkingCopyAdmin, *, holder: Any) -> Iterator[Sheet]:
        """Find the drafts somebody has, unless readers see them so or will."""
        settled = self._editions(page).coming(self.at)
        settled = settled.filter(working_copy=OuterRef("pk"), revision__number=OuterRef("version"))
        rows = page.get_queryset(self.request).filter(stage=Stage.WRITING, holder=holder)
        return self._drafts(page, rows.filter(~Exists(settled)))

    def handed_over(self, page: WorkingCopyAdmin) -> Iterator[Sheet]:
        rows = page.get_queryset(self.request).filter(stage=Stage.SUBMITTED)
        return self._drafts(page, rows.select_related("submitted_by"))

    def scheduled(self, page: WorkingCopyAdmin) -> Iterator[Sheet]:
        rows = self._editions(page).coming(self.at).filter(live_from__gt=self.at).order_by("live_from")
        return self._editions_shown(page, rows, dated="live_from")

    def published(self, page: WorkingCopyAdmin) -> Iterator[Sheet]:
        return self._editions_shown(page, self._editions(page).live(self.at).newest(), dated="published_at")

    def _editions(self, page: WorkingCopyAdmin) -> Any:
        return editions_of_kind(page.model)

    def _drafts(self, page: WorkingCopyAdmin, rows: Any) -> Iterator[Sheet]:
        for row in rows.defer("body").order_by("changed_at", "pk")[: MOST + 1]:
            who = str(row.submitted_by or "") if row.stage == Stage.SUBMITTED else ""
            company = at_it(self.company, row.key)
            yield self._sheet(page, row.pk, str(row), who, row.changed_at, company)

    def _editions_shown(self, page: WorkingCopyAdmin, rows: Any, *, dated: str) -> Iterator[Sheet]:
        for row in rows.defer("body_html").select_related("created_by")[: MOST + 1]:
            who = str(row.created_by or "")
            yield self._sheet(page, row.working_copy_id, str(row), who, getattr(row, dated))

    def _sheet(
        self, page: WorkingCopyAdmin, pk: int, title: str, who: str, at: datetime, company: str = ""
    ) -> Sheet:
        url = page.url("changelist") + f"{pk}/change/"
        return Sheet(title or _("Without a name"), str(page.opts.verbose_name), who, at, url, company)


def _starts(request: HttpRequest, site: AdminSite) -> Iterable[Way]:
    for app in site.get_app_list(request):
        for entry in app["models"]:
            if entry["add_url"]:
                yield Way(_words_to_start(entry["model"]), str(entry["add_url"]))


def _words_to_start(model: Any) -> str:
    # A colleague is not added but invited: the page behind the button says so too.
    return (
        _("Invite a colleague") if model is User else _("Add %(name)s") % {"name": model._meta.verbose_name}
    )
