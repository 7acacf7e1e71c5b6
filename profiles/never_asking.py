"""Names that nobody in the newsroom is asked about any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from profiles.models import NeverAsked, Person
from publishing.checks import Draft
from publishing.errors import WrongState
from publishing.history import Subject, write_event
from publishing.models import Verb
from publishing.naming import name_key
from publishing.richtext import has_words, one_line
from publishing.workflow.locking import Actor, require

LONGEST = 200


def never_ask(*, name: str, actor: Actor) -> NeverAsked:
    """Never ask again who somebody of this name is, in any text."""
    require(actor, Person(), "change")
    name = one_line(name, LONGEST)
    if not has_words(name):
        raise WrongState(_("Say which name nobody is asked about."))
    with transaction.atomic():
        row, is_new = NeverAsked.objects.get_or_create(
            key=name_key(name), defaults={"name": name, "asked_by": actor}
        )
        if is_new:
            write_event(Verb.LEAVE, of=_subject(row), actor=actor, note=_("Never ask for this name"))
    return row


def ask_again(*, name: str, actor: Actor) -> None:
    """Ask again who somebody of this name is."""
    require(actor, Person(), "change")
    with transaction.atomic():
        row = NeverAsked.objects.select_for_update().filter(key=name_key(name)).first()
        if row is None:
            raise WrongState(_("That is asked about already."))
        write_event(Verb.LOOK_AGAIN, of=_subject(row), actor=actor)
        row.delete()


def names_never_asked(draft: Draft) -> list[NeverAsked]:
    """Return the names in a text that nobody is asked about."""
    text = draft.extract.text
    return [row for row in NeverAsked.objects.select_related("asked_by") if row.name in text]


def _subject(row: NeverAsked) -> Subject:
    return Subject("neverasked", str(row.pk), row.name)
