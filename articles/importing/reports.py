"""What is told of a file that was brought in, to people and to programs."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.outcome import Outcome


def report_of(name: str, outcome: Outcome) -> dict[str, Any]:
    """Return what `--json` prints of one file."""
    article, manuscript = outcome.article, outcome.manuscript
    return {
        "file": name,
        "status": outcome.status,
        "id": article.key,
        "slug": article.slug,
        "url": settings.SITE_URL + reverse("article", args=[article.slug]),
        "headline": article.headline,
        "words": manuscript.words,
        "sections": manuscript.sections,
        "quotations": len(manuscript.quotations),
        "people": [person.name for person in outcome.people],
        "references": [reference.title for reference in outcome.references],
        "tags": [tag.name for tag in outcome.tags],
        "warnings": outcome.warnings,
    }


def failure_of(name: str, sentence: str) -> dict[str, Any]:
    """Return what `--json` prints of a file that could not be taken."""
    nothing: dict[str, Any] = dict.fromkeys(("id", "slug", "url", "headline"), "")
    counts = dict.fromkeys(("words", "sections", "quotations"), 0)
    lists: dict[str, list[str]] = {"people": [], "references": [], "tags": [], "warnings": [sentence]}
    return {"file": name, "status": "failed", **nothing, **counts, **lists}


def as_json(report: dict[str, Any]) -> str:
    """Return a report as one line."""
    return json.dumps(report, ensure_ascii=False)


def in_words(name: str, outcome: Outcome) -> Iterator[str]:
    """Say line by line what was made of one file."""
    report = report_of(name, outcome)
    yield f"{name}: {report['status']}: {report['headline']}"
    yield f"  {report['url']}"
    yield "  " + ", ".join(_counts(report))
    for label, names in ((_("People"), report["people"]), (_("Sources"), report["references"])):
        if names:
            yield f"  {label}: {', '.join(names)}"
    for warning in report["warnings"]:
        yield "  " + _("Please look: %(warning)s") % {"warning": warning}


def _counts(report: dict[str, Any]) -> Iterator[str]:
    """Count what was made; each sentence is written out, for whoever translates it."""
    words, sections, quotations = report["words"], report["sections"], report["quotations"]
    people, sources, tags = (len(report[name]) for name in ("people", "references", "tags"))
    yield ngettext("%(count)d word", "%(count)d words", words) % {"count": words}
    yield ngettext("%(count)d section heading", "%(count)d section headings", sections) % {"count": sections}
    yield ngettext("%(count)d quotation", "%(count)d quotations", quotations) % {"count": quotations}
    yield ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
    yield ngettext("%(count)d source", "%(count)d sources", sources) % {"count": sources}
    yield ngettext("%(count)d tag", "%(count)d tags", tags) % {"count": tags}
