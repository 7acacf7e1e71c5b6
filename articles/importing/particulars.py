"""What a manuscript says of itself beside its text: summary, web address, tags, since when it is public."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importing.outcome import Options
from articles.importing.tags import find_or_make_tag
from articles.models import Article
from manuscripts import Manuscript
from publishing.addresses import free_slug
from publishing.clock import ImpossibleTime, moment_from_text
from publishing.errors import InvalidText
from publishing.models import Tag
from publishing.naming import name_key
from publishing.richtext import one_line
from publishing.slugs import make_slug
from publishing.workflow.locking import may

LONGEST_SUMMARY = 600
MOST_TAGS = 30
FIRST_YEAR = 1000
"""Systems that know no date write one of the first year."""


@dataclass
class Particulars:
    """What of it the draft gets, what the history keeps, and what is to be said."""

    summary: str = ""
    slug: str = ""
    tags: list[Tag] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def particulars_of(manuscript: Manuscript, options: Options, *, is_new: bool) -> Particulars:
    """Return what a manuscript says of itself, with tags made where the actor may make any."""
    found = Particulars(slug=options.slug)
    _take_summary(found, manuscript.summary)
    if is_new and not options.slug:
        _take_slug(found, manuscript.slug)
    for name in options.tags:
        found.tags.append(find_or_make_tag(name, actor=options.actor))
    _take_tags(found, manuscript.tags, options)
    if manuscript.published:
        found.told.append(_("First published elsewhere: %(when)s") % {"when": manuscript.published})
        if published_elsewhere(manuscript, options) is None:
            said = _("When it was first published elsewhere could not be read: “%(when)s”")
            found.warnings.append(said % {"when": manuscript.published})
    if manuscript.address:
        found.told.append(_("Where it stands elsewhere: %(address)s") % {"address": manuscript.address})
    return found


def _take_summary(found: Particulars, summary: str) -> None:
    found.summary = summary
    if len(summary) <= LONGEST_SUMMARY:
        return
    cut = summary[:LONGEST_SUMMARY]
    found.summary = cut.rsplit(maxsplit=1)[0] if len(cut.split()) > 1 else cut
    found.told += [_("The summary as it came:"), summary]
    said = _(
        "The summary is longer than a summary can be, so it ends with “%(words)s”. The history has the rest."
    )
    found.warnings.append(said % {"words": " ".join(found.summary.split()[-5:])})


def _take_slug(found: Particulars, given: str) -> None:
    slug = make_slug(given.strip("/").rsplit("/", 1)[-1])
    if not slug:
        return
    if free_slug(Article(), slug) == slug:
        found.slug = slug
        return
    said = _("The web address “%(slug)s” belongs to another article, so one was made of the headline.")
    found.warnings.append(said % {"slug": slug})


def _take_tags(found: Particulars, names: tuple[str, ...], options: Options) -> None:
    """Take the tags it came with: known ones, and new ones where the actor may make any."""
    may_make = may(options.actor, Tag(), "add")
    given: dict[str, str] = {}
    for name in map(one_line, names):
        if any(map(str.isalnum, name)):
            given.setdefault(name_key(name), " ".join(name.split()))
    left: list[str] = list(given.values())[MOST_TAGS:]
    for name in list(given.values())[:MOST_TAGS]:
        try:
            tag = find_or_make_tag(name, actor=options.actor) if may_make else Tag.objects.named(name)
        except InvalidText:
            tag = None
        if tag is None:
            left.append(name)
        elif tag not in found.tags:
            found.tags.append(tag)
    if left:
        listed = ", ".join(left)
        found.told.append(_("Tags left out: %(names)s") % {"names": listed})
        found.warnings.append(_("These tags were not taken: %(names)s") % {"names": listed})


def published_elsewhere(manuscript: Manuscript, options: Options) -> datetime | None:
    """Return since when readers had it elsewhere, if that can be read."""
    text = re.sub(r"\s?(?:UTC|GMT)$", "Z", one_line(manuscript.published)).replace("/", "-")
    zone = options.zone or timezone.get_current_timezone()
    try:
        moment = moment_from_text(text, zone=zone)
    except ImpossibleTime:
        try:
            moment = parsedate_to_datetime(manuscript.published)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return moment if moment.year >= FIRST_YEAR else None
