"""Whether what is worked out of other rows is true: times, endings, names, and what is found by its words."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from jobs.queue import enqueue
from operating.doctor.findings import Asked, Finding, Mend, check
from operating.doctor.sampling import some_of
from publishing.errors import WorkflowError
from publishing.history import Subject, write_event
from publishing.models import Verb
from publishing.search.rebuilding import (
    count_orphans,
    differing,
    find_as_they_are,
    found_models,
    is_outdated,
    remove_orphans,
)
from publishing.tasks import REBUILD
from publishing.workflow.recomputing import Wrong, put_right, recomputed_models, wrong_among


@check("derived", gettext_lazy("What is worked out"), needs_database=True)
def derived(ask: Asked) -> Iterator[Finding]:
    """Work out anew what is worked out of other rows, in a sample or in all."""
    looked = 0
    wrong: list[Wrong] = []
    for model in recomputed_models():
        for rows in some_of(model._default_manager.all(), ask):
            looked += len(rows)
            wrong += wrong_among(rows)
    if wrong:
        parts = {in_words(column) for one in wrong for column in one.columns}
        yield Finding(
            "error",
            ngettext(
                "Of %(looked)d pages and rows, %(count)d is not as it is worked out: %(parts)s.",
                "Of %(looked)d pages and rows, %(count)d are not as they are worked out: %(parts)s.",
                len(wrong),
            )
            % {"looked": looked, "count": len(wrong), "parts": ", ".join(sorted(parts))},
            _("Run “manage.py doctor --all --mend”."),
            _("Readers may see something too long or not at all, or in the wrong place of a list."),
            _mending(wrong),
            code="derived.wrong",
        )
    else:
        yield _all_right(looked, "derived", ask)


def in_words(column: str) -> str:
    """Return what is wrong with a page whose column, or a link's, is not as it is worked out."""
    words = {
        "live_from": _("when it is public"),
        "live_until": _("when it is public"),
        "published_at": _("its dates"),
        "updated_at": _("its dates"),
        "corrections": _("its notes of what changed"),
        "leads_to": _("where it leads"),
        "seen_until": _("whether there is work left"),
        "settled_until": _("whether there is work left"),
    }
    return words.get(column.rpartition(".")[2], _("the names it is found by"))


def _mending(wrong: list[Wrong]) -> Mend:
    def mend(actor: User | None) -> str:
        done, left = 0, []
        for one in wrong:
            try:
                done += bool(put_right(one.row, actor=actor))
            except (IntegrityError, WorkflowError):
                # Two rows that should be one, say: which of them goes is for people to decide.
                left.append(f"{one.row._meta.verbose_name} {one.row.key}")
        said = ngettext("%(count)d page or row.", "%(count)d pages and rows.", done) % {"count": done}
        if left:
            could_not = _("These could not be: %(names)s.") % {"names": ", ".join(left[:20])}
            return f"{said} {could_not}"
        return said

    return mend


@check("search", gettext_lazy("Search"), needs_database=True)
def search(ask: Asked) -> Iterator[Finding]:
    """Compare what is found by its words with what it says."""
    looked, wrong = 0, 0
    rows_of: list[list[Any]] = []
    for model in found_models():
        for rows in some_of(model._default_manager.all(), ask):
            looked += len(rows)
            if count := differing(rows):
                wrong += count
                rows_of.append(list(rows))
    if ask.all:
        wrong += count_orphans()
    if wrong:
        yield Finding(
            "error",
            ngettext(
                "Of %(looked)d things looked at, search knows %(count)d otherwise than it is.",
                "Of %(looked)d things looked at, search knows %(count)d otherwise than they are.",
                wrong,
            )
            % {"looked": looked, "count": wrong},
            _("Run “manage.py rebuildsearch”: readers go on searching while it works."),
            _("Something is not found, or found although it is not public any more."),
            _finding_anew(rows_of),
            code="search.wrong",
        )
    elif is_outdated():
        yield Finding(
            "warning",
            _("Some things are found by the rules of an earlier release, or not yet."),
            _("Run “manage.py rebuildsearch”, or wait for the background work that does it."),
            _("They may not be found as they are written."),
            _rebuilding,
            code="search.outdated",
        )
    else:
        yield _all_right(looked, "search", ask)


def _finding_anew(rows_of: list[list[Any]]) -> Mend:
    def mend(actor: User | None) -> str:
        count = 0
        remove_orphans()
        for rows in rows_of:
            with transaction.atomic():
                model = type(rows[0])
                held = model._default_manager.select_for_update(no_key=True)
                there = list(held.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
                if there:
                    count += differing(there)
                    find_as_they_are(there)
        return _entered(
            ngettext("%(count)d thing is found as it is.", "%(count)d things are found as they are.", count)
            % {"count": count},
            actor,
        )

    return mend


def _rebuilding(actor: User | None) -> str:
    with transaction.atomic():
        enqueue(REBUILD, key=f"{REBUILD} doctor")
        return _entered(_("Search is made anew in the background."), actor)


def _entered(said: str, actor: User | None) -> str:
    write_event(Verb.MEND, of=Subject("search", "all", _("Search")), actor=actor, note=said)
    return said


def _all_right(looked: int, code: str, ask: Asked) -> Finding:
    said = ngettext(
        "%(count)d page or row was looked at and is right.",
        "%(count)d pages and rows were looked at and are right.",
        looked,
    ) % {"count": looked}
    more = "" if ask.all else _("“manage.py doctor --all” looks at every one.")
    return Finding("good", said, more, code=code)
