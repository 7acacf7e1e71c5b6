"""A file brought in before is left as it is: what was asked for and does not hold is said."""

from collections.abc import Sequence
from typing import TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importing.outcome import Options, Outcome
from articles.importing.people import People
from manuscripts import find_mentions
from profiles.models import Person
from publishing.models import Tag

T = TypeVar("T")


def not_applied(outcome: Outcome, options: Options, people: People) -> list[str]:
    """Name the options an article made before does not follow, and where to change it."""
    article = outcome.article
    credited = [credit.person for credit in article.draft_credits.select_related("person")]
    left, unnamed = _people_left(outcome, options, people)
    differ = {
        "--tag": _lacks([Tag.objects.named(name) for name in options.tags], outcome.tags),
        "--author": _lacks([people.only(name) for name in options.authors], credited),
        "--person": left,
        "--slug": bool(options.slug) and options.slug != article.slug,
        "--date": _has_another_date(outcome, options),
    }
    names = [option for option, differs in differ.items() if differs]
    if not names:
        return unnamed
    sentence = _(
        "This file was brought in before, so these options were not applied: %(options)s. "
        "Change the article itself: %(address)s"
    )
    address = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    return [*unnamed, sentence % {"options": ", ".join(names), "address": address}]


def _lacks(asked: Sequence[T | None], present: Sequence[T | None]) -> bool:
    """Tell whether something asked for is not there, or stands in another order."""
    wanted = list(dict.fromkeys(asked))
    return None in wanted or [one for one in present if one in wanted] != wanted


def _people_left(outcome: Outcome, options: Options, people: People) -> tuple[bool, list[str]]:
    """Tell whether somebody asked for was passed over, and say whom the text does not name."""
    if not options.people:
        return False, []
    asked = [people.only(name) for name in options.people]
    blocks = outcome.manuscript.blocks
    in_text = {span.key for span in find_mentions(blocks, people.for_linking(blocks)).spans}
    left, unnamed = None in asked, []
    for person in asked:
        if person is not None and person not in outcome.people:
            if person.key in in_text:
                left = True
            else:
                unnamed.append(_("%(name)s is not named in the text.") % {"name": person.name})
    return left or _profile_left(outcome, options, asked), unnamed


def _profile_left(outcome: Outcome, options: Options, asked: Sequence[Person | None]) -> bool:
    """Tell whether a profile was to be published with an article that is published already."""
    if not options.publish or outcome.status != "unchanged":
        return False
    keys = [person.pk for person in asked if person is not None]
    return Person.objects.without_page(timezone.now()).filter(pk__in=keys, editions=None).exists()


def _has_another_date(outcome: Outcome, options: Options) -> bool:
    if options.date is None or outcome.status != "unchanged":
        return False
    return not outcome.article.editions.filter(published_at=options.date).exists()
