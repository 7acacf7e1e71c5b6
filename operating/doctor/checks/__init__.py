"""Everything that is looked at, in the order in which it is told."""

from operating.doctor.checks.database import database
from operating.doctor.checks.logins import logins
from operating.doctor.checks.worker import worker
from operating.doctor.findings import Check

CHECKS: tuple[Check, ...] = (database, worker, logins)
