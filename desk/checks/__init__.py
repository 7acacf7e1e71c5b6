"""Every check there is, in the order in which what they find is shown."""

import articles.checks
import images.checks
import pages.checks
import profiles.checks
import references.checks
from desk.checks.links import links
from publishing.checks import Check, blocking
from publishing.checks.headings import headings
from publishing.checks.placeholders import placeholders
from publishing.checks.speakers import speakers
from publishing.checks.unsourced import figures, quoted

CHECKS: tuple[Check, ...] = (
    blocking,
    placeholders,
    images.checks.missing,
    speakers,
    figures,
    quoted,
    references.checks.doubted,
    references.checks.gone,
    references.checks.incomplete,
    references.checks.one_publisher,
    profiles.checks.unlinked,
    articles.checks.unknown_names,
    links,
    images.checks.credits,
    headings,
    articles.checks.tags,
    articles.checks.byline,
    articles.checks.summary,
    pages.checks.summary,
    articles.checks.headline_length,
    pages.checks.title_length,
)

OF_LISTS: tuple[Check, ...] = (
    blocking,
    placeholders,
    images.checks.missing,
    speakers,
    figures,
    quoted,
    articles.checks.summary,
    pages.checks.summary,
    articles.checks.tags,
    articles.checks.byline,
)
"""Those that say what a draft lacks without asking the database, but for pictures nobody has described."""
