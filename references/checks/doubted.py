"""Sources the newsroom has flagged, and those whose address leads nowhere any more."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks import Draft, Finding, Kind
from references.checks.cited import places_of, sources_of
from references.models import Health, Reference, Reliability


def doubted(draft: Draft) -> Iterator[Finding]:
    """Find sources that were withdrawn, and those colleagues have marked as not to be relied on."""
    sources = sources_of(draft)
    withdrawn = [source for source in sources if source.reliability == Reliability.WITHDRAWN]
    if withdrawn:
        sentence = ngettext("Withdrawn source", "Withdrawn sources", len(withdrawn))
        hint = _("Who published it does not stand by it any more.")
        yield _finding(draft, Kind.WITHDRAWN, withdrawn, sentence, hint, mark=_("withdrawn"))
    flagged = [source for source in sources if source.reliability == Reliability.UNRELIABLE]
    if flagged:
        sentence = ngettext("Source not to be relied on", "Sources not to be relied on", len(flagged))
        yield _finding(draft, Kind.DOUBTED, flagged, sentence, mark=_("not relied on"))
    mixed = [source for source in sources if source.reliability == Reliability.MIXED]
    if mixed:
        sentence = ngettext("Source to be checked elsewhere", "Sources to be checked elsewhere", len(mixed))
        yield _finding(draft, Kind.MIXED, mixed, sentence, mark=_("check elsewhere"))


def gone(draft: Draft) -> Iterator[Finding]:
    """Find sources whose link was gone when last looked at, and of which there is no copy."""
    lost = [source for source in sources_of(draft) if source.health == Health.GONE and not source.archive_url]
    if lost:
        sentence = ngettext("Source whose link is gone", "Sources whose links are gone", len(lost))
        hint = _("An archive copy would keep it.")
        yield _finding(draft, Kind.GONE, lost, sentence, hint, mark=_("link gone"))


def incomplete(draft: Draft) -> Iterator[Finding]:
    """Find sources made in passing that nobody has looked at since."""
    unread = [source for source in sources_of(draft) if source.is_incomplete]
    if unread:
        sentence = ngettext("Incomplete source", "Incomplete sources", len(unread))
        hint = _("Made in passing, and not looked at since.")
        yield _finding(draft, Kind.INCOMPLETE, unread, sentence, hint, mark=_("incomplete"))


def _finding(
    draft: Draft, kind: Kind, sources: list[Reference], sentence: str, hint: str = "", *, mark: str
) -> Finding:
    return Finding(kind, sentence, places_of(draft, sources), hint=hint, mark=mark)
