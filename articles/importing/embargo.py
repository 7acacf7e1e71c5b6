"""The embargo a manuscript came with, as a moment of the newsroom's clock."""

from datetime import tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from manuscripts import Manuscript
from manuscripts.manuscript import Embargo as Said
from publishing.clock import ImpossibleTime, moment_from_text
from publishing.embargoes import Embargo
from publishing.history import history_of
from publishing.models import Verb
from publishing.richtext import one_line
from publishing.workflow import put_under_embargo
from publishing.workflow.embargoing import calling_off
from publishing.workflow.locking import Actor


def embargo_of(manuscript: Manuscript, *, zone: tzinfo | None) -> Embargo | None:
    """Return the embargo of a text, if it has one; without a moment where its line names none for certain."""
    return in_time(manuscript.embargo, zone=zone) if manuscript.embargo else None


def in_time(said: Said, *, zone: tzinfo | None) -> Embargo:
    """Return an embargo as it was read, as a moment of the newsroom's clock."""
    try:
        until = moment_from_text(said.moment, zone=zone or timezone.get_current_timezone())
    except ImpossibleTime:
        # Not read, or an hour that clocks of the zone never show, or show twice.
        return Embargo(said.text)
    return Embargo(said.text, until)


def hold_back(article: Article, said: Embargo, *, actor: Actor, with_scheduled: bool = True) -> list[str]:
    """Put what was brought in under the embargo it came with, and say where another one holds longer.

    What an editor has said of the very same line stands.
    """
    if history_of(article).filter(verb=Verb.LIFT_EMBARGO, data__was=one_line(said.line)).exists():
        return []
    called_off = put_under_embargo(
        working_copy=article, embargo=said, actor=actor, with_scheduled=with_scheduled
    )
    told = [_("Under embargo: %(what)s") % {"what": calling_off(called_off)}] if called_off else []
    holds = article.embargo
    if holds is not None and holds.until != said.until:
        earlier = _("This version names an earlier end of its embargo, so the one before stays: “%(line)s”.")
        told.append(" ".join([earlier % {"line": said.line}, holds.sentence]))
    return told
