"""What pages depend on and when it changes: said while they are rendered, announced by every write.

`keys` names things, `noting` collects what a page says, `announcing` tells of changes, `counters` is where
they are compared. `due` and `watching` see to what nobody announces: the clock, other machines, a crash.
"""

from publishing.caching.announcing import announce, announce_plans
from publishing.caching.keys import every, keyed, leading_to, row
from publishing.caching.lifetimes import LONGEST, keep_until
from publishing.caching.noting import Noted, noted_here, noting, rests_on, rests_on_everything, shows

__all__ = [
    "LONGEST",
    "Noted",
    "announce",
    "announce_plans",
    "every",
    "keep_until",
    "keyed",
    "leading_to",
    "noted_here",
    "noting",
    "rests_on",
    "rests_on_everything",
    "row",
    "shows",
]
