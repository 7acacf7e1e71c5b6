"""Texts that rest on one publisher alone."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing.checks import Draft, Finding, Kind, Place
from references.checks.cited import sources_of

FEW = 2
"""So many sources of one publisher are noticed; a single source says so by itself."""


def one_publisher(draft: Draft) -> Iterator[Finding]:
    """Find that every source comes from the same publisher, or where none is named from the same site."""
    sources = sources_of(draft)
    if len(sources) < FEW:
        return
    publishers = {
        ("publisher", source.publisher_id) if source.publisher_id else ("site", source.domain)
        for source in sources
    }
    if len(publishers) == 1 and ("site", "") not in publishers:
        name = str(sources[0].publisher or sources[0].domain)
        sentence = _("All sources are from %(publisher)s") % {"publisher": name}
        yield Finding(Kind.ONE_PUBLISHER, sentence, (Place("sources", about=name),))
