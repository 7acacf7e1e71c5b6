"""Everything that can be done to a working copy. The only writer of public data.

Each verb reads the same way: permission, lock, version and state, write, history.
"""

from publishing.workflow.conflicts import FieldConflict, unresolved_conflicts
from publishing.workflow.fixing import Carried, fix_live
from publishing.workflow.going_public import correct, publish, republish, retract, schedule
from publishing.workflow.handing_over import send_back, submit, take_over
from publishing.workflow.saving import create, discard, restore, save_revision
from publishing.workflow.taking_down import cancel, withdraw

__all__ = [
    "Carried",
    "FieldConflict",
    "cancel",
    "correct",
    "create",
    "discard",
    "fix_live",
    "publish",
    "republish",
    "restore",
    "retract",
    "save_revision",
    "schedule",
    "send_back",
    "submit",
    "take_over",
    "unresolved_conflicts",
    "withdraw",
]
