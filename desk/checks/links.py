"""Links to pages of this site that readers would not find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.finding.kinds import Kind as Sort
from desk.finding.kinds import kinds_with_page
from images.models import Image
from publishing.bases import WorkingCopy
from publishing.checks import Draft, Finding, Kind, Place
from publishing.links import editions_of_kind
from publishing.own_pages import page_at
from publishing.richtext.document import Run


@dataclass(frozen=True)
class Wanted:
    """What a link leads to: a page of this sort, by the part of its address that says which."""

    sort: Sort
    value: str


def links(draft: Draft) -> Iterator[Finding]:
    """Find links within the site that lead nowhere, and those to what readers do not see yet."""
    own = [url for url in draft.extract.links if is_ours(url)]
    if not own:
        return
    broken: list[str] = []
    unseen: list[str] = []
    wanted: dict[str, Wanted] = {}
    for url in own:
        match = page_at(unquote(urlsplit(url).path) or "/")
        sorts = kinds_with_page(match.view_name) if match else []
        if match is None:
            broken.append(url)
        elif match.namespace == "admin" or match.view_name == "edit":
            unseen.append(url)
        elif sorts and sorts[0][0].model is not Image:
            sort, part = sorts[0]
            value = str(match.kwargs[part])
            wanted[url] = Wanted(sort, value.partition("-")[0] if part == "address" else value)
    for sort in {want.sort: None for want in wanted.values()}:
        values = {want.value for want in wanted.values() if want.sort is sort}
        live, drafts = _there(sort, values, draft)
        for url, want in wanted.items():
            if want.sort is sort and want.value not in live:
                (unseen if want.value in drafts else broken).append(url)
    yield from _told(draft, broken, unseen)


def _told(draft: Draft, broken: list[str], unseen: list[str]) -> Iterator[Finding]:
    if broken:
        sentence = ngettext(
            "Link that leads nowhere on this site", "Links that lead nowhere on this site", len(broken)
        )
        yield Finding(Kind.LINK, sentence, _places(draft, broken), mark=_("leads nowhere"))
    if unseen:
        sentence = ngettext(
            "Link to what readers do not see", "Links to what readers do not see", len(unseen)
        )
        hint = _("It is a draft, taken down, or a page for colleagues.")
        yield Finding(Kind.UNSEEN_LINK, sentence, _places(draft, unseen), hint=hint, mark=_("not public"))


def is_ours(url: str) -> bool:
    """Tell whether an address is one of this site's, with or without www."""
    return _host(url) == _host(settings.SITE_URL) != ""


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    return f"{(parts.hostname or '').removeprefix('www.')}{port}" if parts.scheme in ("http", "https") else ""


def _there(sort: Sort, values: set[str], draft: Draft) -> tuple[set[str], set[str]]:
    """Return which of these pages readers see at that moment, and which of the others are drafts."""
    rows: Any = sort.model._default_manager
    if issubclass(sort.model, WorkingCopy):
        return _pages_there(sort, values, draft)
    name = "key" if "address" in sort.pages.values() else "slug"
    live = set(rows.live(draft.at).filter(**{f"{name}__in": values}).values_list(name, flat=True))
    return live, set(rows.filter(**{f"{name}__in": values - live}).values_list(name, flat=True))


def _pages_there(sort: Sort, values: set[str], draft: Draft) -> tuple[set[str], set[str]]:
    seen = editions_of_kind(sort.model).seen(draft.at).filter(slug__in=values)
    owners = set(seen.values_list("slug", "working_copy"))
    public = sort.seen_by_readers({owner for _slug, owner in owners}, at=draft.at)
    live = {slug for slug, owner in owners if owner in public}
    rows: Any = sort.model._default_manager
    waiting = rows.out_of_bin().filter(Q(slug__in=values) | Q(addresses__slug__in=values))
    drafts: set[str] = set()
    for pk, slug, address in waiting.values_list("pk", "slug", "addresses__slug"):
        # A text may lead to itself before it is there.
        (live if pk == draft.row.pk else drafts).update({slug, address} & values)
    return live, drafts


def _places(draft: Draft, found: list[str]) -> tuple[Place, ...]:
    urls = set(found)
    places: dict[str, Place] = {}
    for passage in draft.passages:
        for at, leaf in passage.runs:
            if isinstance(leaf, Run) and leaf.marks.link in urls and leaf.marks.link not in places:
                url = leaf.marks.link
                places[url] = draft.place(passage, at, leaf.text, about=url, name=url)
    return tuple(places[url] for url in draft.extract.links if url in urls and url in places)
