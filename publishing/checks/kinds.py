"""The kinds of things checks find, by the names the history and what was left use for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What was found; its label is what the history calls it."""

    MISSING = "missing", _("something missing")
    HEADLINE = "headline", _("no headline")
    TEXT = "text", _("no text")
    ADDRESS = "address", _("no web address")
    UNDESCRIBED = "undescribed", _("picture not described")
    NEVER = "never", _("never to have a page")
    WAITING = "waiting", _("note without its source")
    PLACEHOLDER = "placeholder", _("placeholder")
    SPEAKER = "speaker", _("quotation without a speaker")
    QUOTED = "quoted", _("quotation without a source")
    FIGURES = "figures", _("figures without a source")
    UNLINKED = "unlinked", _("person named but not linked")
    UNKNOWN = "unknown", _("name without a profile")
    WITHDRAWN = "withdrawn", _("withdrawn source")
    MIXED = "mixed", _("source to be checked elsewhere")
    DOUBTED = "doubted", _("source not to be relied on")
    GONE = "gone", _("source whose link is gone")
    INCOMPLETE = "incomplete", _("incomplete source")
    ONE_PUBLISHER = "one_publisher", _("all sources from one publisher")
    CREDIT = "credit", _("picture without a credit")
    HEADING_ORDER = "heading_order", _("subheading under no heading")
    HEADING_EMPTY = "heading_empty", _("empty heading")
    HEADING_ALONE = "heading_alone", _("only one heading")
    LINK = "link", _("broken link within the site")
    UNSEEN_LINK = "unseen_link", _("link to what readers do not see")
    TAGS = "tags", _("no tag")
    SUMMARY = "summary", _("no summary")
    BYLINE = "byline", _("no byline")
    LONG_HEADLINE = "long_headline", _("headline too long for search")
