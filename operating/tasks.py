"""What whoever runs the site has done in the background."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jobs.kinds import kind
from jobs.running import Running
from operating.doctor import records
from operating.doctor.findings import Asked
from operating.doctor.running import examine

MEND = "operating.mend"


@kind(MEND, _("Put right what the doctor found"))
def mend(running: Running, *, check: str, actor: int) -> dict[str, Any]:
    """Look at everything one check looks at, put right what can be, and keep what is left."""
    ask = Asked(all=True)
    looked = list(examine(ask, mend=True, actor=User.objects.filter(pk=actor).first(), only=[check]))
    records.renew(looked, ask)
    return {"mended": [said for one in looked for said in one.mended]}
