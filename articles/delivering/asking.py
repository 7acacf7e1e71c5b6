"""What the sender of a file is asked: who each name means, what each source is, and which version it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.delivering.chosen import PERSON, SOURCE, kept_choices, mark_of
from articles.importing import Become, Plan
from articles.models import Delivered, DraftCredit, DraftSource
from manuscripts import SourceLine
from profiles.models import Person
from publishing.admin.fields import KnownSelect, can_be_pk
from publishing.admin.guard import may
from publishing.alike import alike
from publishing.models import Tag
from references.matching import canonical_doi, canonical_url
from references.models import Reference

OTHER_PERSON, OTHER_SOURCE = "other-person-", "other-source-"
MOST_ALIKE = 3
MOST_ASKED = 100
"""Names and sources of which a page asks; a text that has more of them is looked at as a draft."""


@dataclass(frozen=True)
class Asked:
    """One name or source, what it may become, and what was chosen."""

    number: int
    mark: str
    name: str
    detail: str
    options: list[tuple[str, str]]
    chosen: str
    # A search box for any other row.
    other: str = ""
    title: str = ""
    can_be_made: bool = False


@dataclass(frozen=True)
class Everything:
    """All that is asked of one file."""

    people: list[Asked]
    sources: list[Asked]
    tags: list[tuple[str, str]]
    as_new: bool
    # Sources of which nothing is asked, as there are too many.
    more_sources: int = 0


def asked_of(request: HttpRequest, plan: Plan, delivered: Delivered, *, admin_site: AdminSite) -> Everything:
    """Return what is asked about a plan, as it was answered before."""
    kept = delivered.choices or {}
    return Everything(
        people=list(_people(request, plan, kept, admin_site)),
        sources=list(_sources(request, plan, kept, admin_site)),
        tags=list(_tags(request, plan)),
        as_new=bool(kept.get("as_new")),
        more_sources=max(len(plan.sources) - MOST_ASKED, 0),
    )


def chosen_in(request: HttpRequest, plan: Plan, *, admin_site: AdminSite) -> dict[str, Any]:
    """Return what a form has chosen; what was searched for has the say over what was offered."""
    data = {name: str(value) for name, value in request.POST.items()}
    people = {mark_of(named.key): named.key for named in plan.people[:MOST_ASKED]}
    sources = {mark_of(source.key): source.key for source in plan.sources[:MOST_ASKED]}
    for other, field, model in ((OTHER_PERSON, PERSON, Person), (OTHER_SOURCE, SOURCE, Reference)):
        for name, value in list(data.items()):
            mark = name.removeprefix(other)
            if mark == name or not value:
                continue
            if row := _seen(request, admin_site, model, value):
                data[field + mark] = row.key
    return kept_choices(data, people=people, sources=sources)


def _seen(request: HttpRequest, admin_site: AdminSite, model: Any, pk: str) -> Any:
    """Return a row that this colleague may see."""
    kind: Any = admin_site.get_model_admin(model)
    if not can_be_pk(pk) or not kind.has_view_or_change_permission(request):
        return None
    return kind.get_queryset(request).filter(pk=pk).first()


def _people(request: HttpRequest, plan: Plan, kept: dict[str, Any], admin_site: AdminSite) -> Iterator[Asked]:
    may_see, may_make = may(request, "view", Person), may(request, "add", Person)
    kind: Any = admin_site.get_model_admin(Person)
    rows = kind.get_queryset(request)
    for number, named in enumerate(plan.people[:MOST_ASKED], start=1):
        found = list(named.found) if may_see else []
        near = [] if found or not may_see else alike(rows, named.name, most=MOST_ALIKE)
        options = [(person.key, kind.as_choice(person)["text"]) for person in (*found, *near)]
        options += [(Become.MADE, _("A new person"))] if may_make else []
        options.append((Become.PLAIN, _("Words only, nobody linked")))
        usual = found[0].key if len(found) == 1 else Become.PLAIN
        chosen = kept.get("people", {}).get(named.key) or usual
        options = _with_chosen(options, chosen, rows, kind)
        where = [
            _("in the byline") if named.in_byline else "",
            _("speaks") if named.speaks else "",
            _how_many(len(found)) if len(found) > 1 else "",
        ]
        yield Asked(
            number,
            mark_of(named.key),
            named.name,
            ", ".join(filter(None, where)) or _("in the text"),
            options,
            chosen,
            other=_search_box(DraftCredit, "person", f"{OTHER_PERSON}{mark_of(named.key)}", admin_site)
            if may_see
            else "",
        )


def _how_many(count: int) -> str:
    said = ngettext("%(count)d person goes by this name", "%(count)d people go by this name", count)
    return said % {"count": count}


def _sources(
    request: HttpRequest, plan: Plan, kept: dict[str, Any], admin_site: AdminSite
) -> Iterator[Asked]:
    may_see, may_make = may(request, "view", Reference), may(request, "add", Reference)
    kind: Any = admin_site.get_model_admin(Reference)
    rows = kind.get_queryset(request)
    for number, source in enumerate(plan.sources[:MOST_ASKED], start=1):
        options, known = [], source.known if may_see else None
        if known is not None:
            options.append((known.key, kind.as_choice(known)["text"]))
        elif may_make:
            options.append((Become.MADE, _("A new source")))
        else:
            options.append(("", _("A note that waits for whoever may add sources")))
        options.append((Become.PLAIN, _("Left out; its words stay in the history")))
        chosen = kept.get("sources", {}).get(source.key) or options[0][0]
        options = _with_chosen(options, chosen, rows, kind)
        yield Asked(
            number,
            mark_of(source.key),
            source.line.raw or source.line.title or source.line.url,
            _matched_by(source.line) if known is not None else _read_as(source.line),
            options,
            chosen,
            other=_search_box(DraftSource, "reference", f"{OTHER_SOURCE}{mark_of(source.key)}", admin_site)
            if may_see
            else "",
            title=kept.get("titles", {}).get(source.key) or source.line.title,
            can_be_made=known is None and may_make,
        )


def _with_chosen(options: list[tuple[str, str]], chosen: str, rows: Any, kind: Any) -> list[tuple[str, str]]:
    """Return the options with one that was found by a search, which is among none of them."""
    if any(key == chosen for key, _words in options):
        return options
    row = rows.filter(key=chosen).first()
    return [(row.key, kind.as_choice(row)["text"]), *options] if row else options


def _matched_by(line: SourceLine) -> str:
    if canonical_doi(line.doi) or canonical_doi(line.url):
        return _("known here: the same DOI")
    if canonical_url(line.url):
        return _("known here: the same address")
    return _("known here: the same title")


def _read_as(line: SourceLine) -> str:
    """Say what was read of an entry, part by part."""
    authors = ", ".join(
        author.literal or f"{author.given} {author.family}".strip() for author in line.authors
    )
    parts = [authors, line.container or line.publisher, line.issued, line.doi or line.url]
    said = " · ".join(filter(None, parts))
    return _("%(read)s; to be looked at") % {"read": said or _("not divided")} if line.is_incomplete else said


def _tags(request: HttpRequest, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the tags a file names, each with what becomes of it."""
    may_make = may(request, "add", Tag)
    for name in dict.fromkeys(plan.manuscript.tags):
        if Tag.objects.named(name) is not None:
            yield name, _("known")
        else:
            yield name, _("new") if may_make else _("not made: you may not add tags")


def _search_box(model: Any, field: str, name: str, admin_site: AdminSite) -> str:
    box = search_box(model, field, admin_site)
    return box.widget.render(name, None, attrs={"id": f"id_{name}", "aria-label": _("Another one")})


def search_box(model: Any, field: str, admin_site: AdminSite) -> forms.ModelChoiceField:
    """Return a box to search for any row that a field may name; nothing is chosen in it."""
    column = model._meta.get_field(field)
    rows = column.related_model._default_manager.none()
    return forms.ModelChoiceField(rows, required=False, widget=KnownSelect(column, admin_site))
