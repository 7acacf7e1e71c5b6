"""What is told of a site that moved in, to people and to programs."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .asked import Status, Told
from .moving_in import Survey
from .site import Left, Site


def as_json(told: Told) -> str:
    """Return what is told of one post as one line."""
    return json.dumps(asdict(told), ensure_ascii=False)


def in_words(told: Told) -> Iterator[str]:
    """Say line by line what became of one post, where somebody has to look."""
    yield f"{told.status}: {told.headline or told.id}"
    for sentence in told.sentences:
        yield f"  {sentence}"


def surveyed(found: Survey, site: Site) -> Iterator[str]:
    """Say what an export holds."""
    articles, pages = found.kinds["article"], found.kinds["page"]
    yield ", ".join(
        (
            ngettext("%(count)d article", "%(count)d articles", articles) % {"count": articles},
            ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages},
            ngettext("%(count)d author", "%(count)d authors", len(found.by_author))
            % {"count": len(found.by_author)},
        )
    )
    states = {
        "public": _("public"),
        "draft": _("drafts"),
        "scheduled": _("scheduled"),
        "private": _("not for everybody"),
    }
    yield ", ".join(f"{states[state]}: {count}" for state, count in sorted(found.states.items()))
    for what, count in sorted(site.left.items()):
        if count:
            yield left_in_words(what, count)


def left_in_words(what: Left, count: int) -> str:
    """Say what of a site did not come."""
    said = {
        Left.COMMENTS: ngettext(
            "%(count)d comment of readers is left out.", "%(count)d comments of readers are left out.", count
        ),
        Left.TRASH: ngettext(
            "%(count)d post in the trash is left out.", "%(count)d posts in the trash are left out.", count
        ),
        Left.EMPTY: ngettext(
            "%(count)d post that was never saved is left out.",
            "%(count)d posts that were never saved are left out.",
            count,
        ),
        Left.OTHER_KINDS: ngettext(
            "%(count)d entry is neither an article nor a page and is left out.",
            "%(count)d entries are neither articles nor pages and are left out.",
            count,
        ),
        Left.BROKEN_OFF: ngettext(
            "%(count)d file breaks off before its end: what stood behind is missing. Export it again.",
            "%(count)d files break off before their end: what stood behind is missing. Export them again.",
            count,
        ),
    }
    return said[what] % {"count": count}


def summed_up(statuses: Counter[Status], *, is_trial: bool) -> str:
    """Say in one line what became of all posts."""
    if is_trial:
        names = {
            Status.PUBLISHED: _("would be published"),
            Status.DRAFT: _("would be drafts"),
            Status.UPDATED: _("would be updated"),
            Status.UNCHANGED: _("unchanged"),
            Status.KEPT: _("left to colleagues"),
            Status.FAILED: _("cannot be taken"),
        }
    else:
        names = {
            Status.PUBLISHED: _("published"),
            Status.DRAFT: _("drafts"),
            Status.UPDATED: _("updated"),
            Status.UNCHANGED: _("unchanged"),
            Status.KEPT: _("left to colleagues"),
            Status.FAILED: _("could not be taken"),
        }
    return ", ".join(f"{name}: {statuses[status]}" for status, name in names.items() if statuses[status])
