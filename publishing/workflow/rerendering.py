"""Rendering published texts anew for a later renderer; readers see the same words before and after."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from publishing import payloads, richtext
from publishing.bases import EditionBase
from publishing.caching import announce, row
from publishing.links import editions_of_kind, working_copy_models
from publishing.querysets import EditionQuerySet

logger = logging.getLogger(__name__)

BATCH = 100


@dataclass
class Batch:
    """What became of some published versions: how many were rendered anew, and which were not."""

    done: int = 0
    failed: list[tuple[EditionBase, Exception]] = field(default_factory=list)


def outdated() -> int:
    """Return how many published versions another renderer wrote."""
    return sum(_outdated(model).count() for model in _editions_of_kinds())


def rerender(*, size: int = BATCH) -> Iterator[Batch]:
    """Render anew what another renderer wrote, batch by batch, each kept when it is yielded.

    What would not be the same text, or cannot be rendered, stays as it is.
    """
    for model in _editions_of_kinds():
        last = 0
        while rows := list(_outdated(model).filter(pk__gt=last)[:size]):
            last = rows[-1].pk
            yield _rerendered(model, rows)


def _rerendered(model: type[EditionBase], rows: list[EditionBase]) -> Batch:
    batch = Batch()
    anew: list[tuple[EditionBase, str]] = []
    for edition in rows:
        try:
            stored = payloads.read(edition.revision)["body"]
            anew.append((edition, richtext.render_anew(stored, published=edition.body_html)))
        except Exception as fault:
            logger.warning("%s %s could not be rendered anew", model._meta.label, edition.key, exc_info=True)
            batch.failed.append((edition, fault))
    with transaction.atomic():
        for edition, html in anew:
            one = model.objects.filter(pk=edition.pk, renderer=edition.renderer)
            one._write(body_html=html, renderer=richtext.VERSION)
        # Those that readers do not see have no page that could be kept.
        announce(*(row(edition) for edition, _html in anew if _is_live(edition)))
    batch.done = len(anew)
    return batch


def _is_live(edition: EditionBase) -> bool:
    return edition.live_from <= timezone.now() < edition.live_until


def _outdated(model: type[EditionBase]) -> EditionQuerySet[Any]:
    rows: EditionQuerySet[Any] = model.objects.exclude(renderer=richtext.VERSION)
    return rows.select_related("revision").order_by("pk")


def _editions_of_kinds() -> list[type[EditionBase]]:
    return [editions_of_kind(model).model for model in working_copy_models()]
