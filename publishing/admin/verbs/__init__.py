"""The forms that ask once more before something is done, one for each verb."""

from publishing.admin.verbs.bin import Delete, PutBack
from publishing.admin.verbs.drafts import BringBack, Discard
from publishing.admin.verbs.embargo import LiftEmbargo, PutUnderEmbargo
from publishing.admin.verbs.forms import VerbForm, note_field
from publishing.admin.verbs.going_public import CancelSchedule, PublicTerms, Publish, Schedule
from publishing.admin.verbs.handing_over import HandOver, SendBack, TakeOver
from publishing.admin.verbs.live import Correct, LiveVerb, PublishAgain, Retract, TakeDown

__all__ = [
    "BringBack",
    "CancelSchedule",
    "Correct",
    "Delete",
    "Discard",
    "HandOver",
    "LiftEmbargo",
    "LiveVerb",
    "PublicTerms",
    "Publish",
    "PublishAgain",
    "PutBack",
    "PutUnderEmbargo",
    "Retract",
    "Schedule",
    "SendBack",
    "TakeDown",
    "TakeOver",
    "VerbForm",
    "note_field",
]
