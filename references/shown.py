"""The sources a published text shows, loaded at once."""

from typing import Any

from references.models import Reference


def references_of(edition: Any) -> list[Reference]:
    """Return what an edition of any kind cites and may show, in the order in which readers meet it."""
    citations = edition.citations.filter(reference__confidential=False)
    return [
        citation.reference
        for citation in citations.select_related("reference__publisher").order_by("position")
    ]
