"""Whether finished pages are kept and can be trusted, and whether caches in front are told of changes."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operating.doctor.findings import Asked, Finding, check
from publishing.caching.counters import own
from purging import trust
from purging.models import Front
from purging.targets import is_set_up, set_up_mark


@check("cache", gettext_lazy("Pages that are kept"))
def cache(ask: Asked) -> Iterator[Finding]:
    """See whether changes can be counted, pages are kept, and caches in front took what they were told."""
    yield from _counters()
    yield from _store()
    if is_set_up() and not ask.known.get("database is away"):
        yield from _in_front(ask)


def _counters() -> Iterator[Finding]:
    try:
        own.look_again()
        own.number()
        with own.path.open("r+b"):
            pass
    except OSError as problem:
        yield Finding(
            "error",
            _("Changes cannot be counted in %(path)s: %(reason)s.")
            % {"path": own.path, "reason": problem.strerror or problem},
            _("Let the user the site runs as write into the data folder: chown newsroom %(folder)s")
            % {"folder": settings.DATA_DIR},
            _("No page can be kept, so each is made again for every reader."),
            code="cache.counters",
        )
    else:
        yield Finding("good", _("Changes are counted."), code="cache.counters")


def _store() -> Iterator[Finding]:
    # By commands no page is kept; what is said of the environment is what counts for the server.
    if settings.FINISHED_PAGES_WANTED:
        return
    yield Finding(
        "notice",
        _("FINISHED_PAGES is 0: every page is made when it is asked for."),
        _("Remove FINISHED_PAGES from the environment, unless you are looking for a fault."),
        _("The site answers many times slower than it could."),
        code="cache.off",
    )


def _in_front(ask: Asked) -> Iterator[Finding]:
    front = Front.objects.first()
    if front is not None and front.failing_since is not None:
        yield Finding(
            "error",
            _("A cache in front has not taken what it was told since %(when)s: %(fault)s")
            % {"when": front.failing_since.isoformat(timespec="minutes"), "fault": front.fault},
            _(
                "See that it runs and that its secret is the one in PURGE_VARNISH_SECRET or PURGE_SECRET; "
                "then open “Caches in front” in the admin and try again."
            ),
            _("It may still show what was taken down or corrected."),
            code="cache.front",
        )
    elif front is None or front.reached_at is None or ask.at - front.reached_at > trust.BELIEVED_FOR:
        yield Finding(
            "warning",
            _("No cache in front has been told anything for more than twelve minutes."),
            _("See that a worker runs: it tells them."),
            _("Until then they keep pages for a minute only, and the site has more to do."),
            code="cache.front",
        )
    elif front.set_up != set_up_mark():
        yield Finding(
            "notice",
            _("The caches in front are set up anew and have not been told everything yet."),
            _("Wait a minute, or open “Caches in front” and try again."),
            code="cache.front",
        )
    else:
        yield Finding("good", _("The caches in front took what they were told last."), code="cache.front")
