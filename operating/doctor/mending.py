"""Putting right what one check found, and keeping what is left of it."""

from accounts.models import User
from operating.doctor import records
from operating.doctor.findings import Asked
from operating.doctor.running import examine


def mend_now(check: str, *, actor: User | None) -> list[str]:
    """Look at everything one check looks at, put right what can be, and return in sentences what was."""
    ask = Asked(all=True)
    looked = list(examine(ask, mend=True, actor=actor, only=[check]))
    records.renew(looked, ask)
    return [said for one in looked for said in one.mended]
