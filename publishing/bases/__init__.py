"""The abstract rows every lifecycle is made of: working copy, revision, edition, link, address, record."""

from publishing.bases.editions import AddressBase, EditionBase, LinkBase
from publishing.bases.freezing import Batch, Choices, Frozen
from publishing.bases.payloads import Payload, Step
from publishing.bases.records import Record, StandingUse
from publishing.bases.revisions import RevisionBase, RevisionKind
from publishing.bases.working_copies import DraftLinkBase, NoteBase, Stage, WorkingCopy
from publishing.bases.writing_once import AppendOnly, Timed

__all__ = [
    "AddressBase",
    "AppendOnly",
    "Batch",
    "Choices",
    "DraftLinkBase",
    "EditionBase",
    "Frozen",
    "LinkBase",
    "NoteBase",
    "Payload",
    "Record",
    "RevisionBase",
    "RevisionKind",
    "Stage",
    "StandingUse",
    "Step",
    "Timed",
    "WorkingCopy",
]
