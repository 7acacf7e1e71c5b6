"""How much work comparing is, however long it takes on this machine."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pytest


@dataclass
class Work:
    """How many pairs of equal items were looked at."""

    done: int = 0


def counted(patch: pytest.MonkeyPatch) -> Work:
    """Count the pairs every search for something in common looks at."""
    work = Work()
    search = SequenceMatcher.find_longest_match

    def counting(self: Any, alo: int = 0, ahi: Any = None, blo: int = 0, bhi: Any = None) -> Any:
        work.done += sum(len(self.b2j.get(item, ())) for item in self.a[alo:ahi])
        return search(self, alo, ahi, blo, bhi)

    patch.setattr(SequenceMatcher, "find_longest_match", counting)
    return work
