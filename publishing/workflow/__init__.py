"""Everything that can be done to a working copy. The only writer of public data.

Each verb reads the same way: permission, lock, version and state, write, history.
"""

from publishing.workflow.binning import bin_draft, empty_bin, take_out_of_bin
from publishing.workflow.carrying import Place
from publishing.workflow.collisions import Colliding, Collision, collision_of, settle, unmerged
from publishing.workflow.conflicts import FieldConflict, unresolved_conflicts
from publishing.workflow.embargoing import lift_embargo, put_under_embargo
from publishing.workflow.fixing import Carried, fix_live
from publishing.workflow.going_public import correct, publish, republish, retract, schedule
from publishing.workflow.handing_over import send_back, submit, take_over
from publishing.workflow.leaving import leave, look_again
from publishing.workflow.merging import Decision
from publishing.workflow.noting import may_note, remove_note, reopen_note, settle_note, write_note
from publishing.workflow.removing import remove_for_good
from publishing.workflow.saving import create, discard, restore, save_revision
from publishing.workflow.since import Changed, Others, what_changed_since, what_others_wrote
from publishing.workflow.taking_down import cancel, withdraw
from publishing.workflow.words_first import in_one_step

__all__ = [
    "Carried",
    "Changed",
    "Colliding",
    "Collision",
    "Decision",
    "FieldConflict",
    "Others",
    "Place",
    "bin_draft",
    "cancel",
    "collision_of",
    "correct",
    "create",
    "discard",
    "empty_bin",
    "fix_live",
    "in_one_step",
    "leave",
    "lift_embargo",
    "look_again",
    "may_note",
    "publish",
    "put_under_embargo",
    "remove_for_good",
    "remove_note",
    "reopen_note",
    "republish",
    "restore",
    "retract",
    "save_revision",
    "schedule",
    "send_back",
    "settle",
    "settle_note",
    "submit",
    "take_out_of_bin",
    "take_over",
    "unmerged",
    "unresolved_conflicts",
    "what_changed_since",
    "what_others_wrote",
    "withdraw",
    "write_note",
]
