"""What an answer can be narrowed to, and how much there is of each, counted no further than it is cheap."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ArticleTag, Mention
from profiles.models import PersonEdition
from publishing.search import Hit
from publishing.search.places import moment_of
from reading.search.asking import KINDS, Asked
from reading.search.looking import BY_THEMSELVES, IN_SEARCH, MOST_OF_A_KIND, Answer, search_for
from references.models import Reference

MOST_OFFERED = 6


@dataclass(frozen=True)
class Choice:
    """One way to narrow an answer, or to take that back; `number` is in words, and may be empty."""

    label: str
    url: str
    number: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """The ways of one kind to narrow an answer."""

    title: str
    choices: Sequence[Choice]


def kinds_of(asked: Asked, found: Answer, *, at: datetime) -> list[Choice]:
    """Return all kinds of things there are, those without a result left out."""
    everything = Choice(_("Everything"), asked.address(kind=""), is_chosen=not asked.kind)
    choices = [everything]
    for kind, label in KINDS.items():
        number = _number_of(kind, asked, found, at=at)
        if number or kind == asked.kind:
            choices.append(
                Choice(str(label), asked.address(kind=kind), _so_many(number), is_chosen=kind == asked.kind)
            )
    return choices


def _number_of(kind: str, asked: Asked, found: Answer, *, at: datetime) -> int:
    if found.is_whole and (asked.kind == kind or (not asked.kind and kind in BY_THEMSELVES)):
        return sum(hit.kind == IN_SEARCH[kind] for hit in found.sample)
    return search_for(asked, at=at, kind=kind).at_least(MOST_OF_A_KIND + 1)


def _so_many(number: int) -> str:
    if number > MOST_OF_A_KIND:
        return _("over %(number)d") % {"number": MOST_OF_A_KIND}
    return str(number) if number else ""


def groups_of(asked: Asked, found: Answer, *, at: datetime) -> list[Group]:
    """Return what the results have in common; of many results the newest are looked at."""
    articles = [hit.object_id for hit in found.sample if hit.kind == "article"]
    sources = [hit.object_id for hit in found.sample if hit.kind == "source"]
    more = "" if found.is_whole else "+"
    offered = [
        Group(_("Tags"), _tags(asked, articles, more) if not asked.tag else ()),
        Group(_("People"), _people(asked, articles, more, at=at) if not asked.person else ()),
        Group(_("Publishers of sources"), _publishers(asked, sources, more) if not asked.publisher else ()),
        Group(_("Years"), _years(asked, found.sample, more) if not asked.year else ()),
    ]
    return [group for group in offered if group.choices]


def _tags(asked: Asked, articles: Iterable[int], more: str) -> list[Choice]:
    rows = ArticleTag.objects.filter(edition__in=articles).order_by()
    counted = (
        rows.values_list("tag__slug", "tag__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "tag__name")
    )
    return [
        Choice(name, asked.address(tag=slug), f"{number}{more}")
        for slug, name, number in counted[:MOST_OFFERED]
    ]


def _people(asked: Asked, articles: Iterable[int], more: str, *, at: datetime) -> list[Choice]:
    rows = Mention.objects.filter(edition__in=articles).order_by()
    counted = rows.values_list("person").annotate(number=Count("pk")).order_by("-number", "person")
    numbers = dict(counted[: 4 * MOST_OFFERED])
    pages = PersonEdition.objects.live(at).filter(working_copy__in=numbers)
    shown = sorted(
        pages.only("name", "slug", "working_copy"),
        key=lambda page: (-numbers[page.working_copy_id], page.name),
    )
    return [
        Choice(page.name, asked.address(person=page.slug), f"{numbers[page.working_copy_id]}{more}")
        for page in shown[:MOST_OFFERED]
    ]


def _publishers(asked: Asked, sources: Iterable[int], more: str) -> list[Choice]:
    rows = Reference.objects.shown().filter(pk__in=sources).exclude(publisher=None).order_by()
    counted = rows.values_list("publisher__key", "publisher__name").annotate(number=Count("pk"))
    return [
        Choice(name, asked.address(publisher=key), f"{number}{more}")
        for key, name, number in counted.order_by("-number", "publisher__name")[:MOST_OFFERED]
    ]


def _years(asked: Asked, hits: Iterable[Hit], more: str) -> list[Choice]:
    dated = (hit for hit in hits if hit.kind in ("article", "quotation"))
    numbers = Counter(timezone.localtime(moment_of(hit.place)).year for hit in dated)
    if len(numbers) < 2 and not more:
        return []
    return [
        Choice(str(year), asked.address(year=str(year)), f"{numbers[year]}{more}")
        for year in sorted(numbers, reverse=True)[:MOST_OFFERED]
    ]


def chips_of(asked: Asked) -> list[Choice]:
    """Return what the question is narrowed to, each with the address without it."""
    named = {
        "tag": asked.tag.name if asked.tag else "",
        "person": asked.person.name if asked.person else "",
        "publisher": asked.publisher.name if asked.publisher else "",
        "year": str(asked.year or ""),
    }
    return [
        Choice(label, asked.address(without=name), is_chosen=True) for name, label in named.items() if label
    ]
