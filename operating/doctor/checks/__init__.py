"""Everything that is looked at, in the order in which it is told."""

from operating.doctor.checks.backup import backup
from operating.doctor.checks.bucket import bucket
from operating.doctor.checks.cache import cache
from operating.doctor.checks.clock import clock
from operating.doctor.checks.database import database
from operating.doctor.checks.demo import demo
from operating.doctor.checks.derived import derived, search
from operating.doctor.checks.disk import disk
from operating.doctor.checks.files import files
from operating.doctor.checks.front import certificate, front, reached
from operating.doctor.checks.logins import logins
from operating.doctor.checks.mail import mail
from operating.doctor.checks.pictures import pictures
from operating.doctor.checks.sessions import sessions
from operating.doctor.checks.settings import look_at_settings
from operating.doctor.checks.versions import versions
from operating.doctor.checks.worker import worker
from operating.doctor.findings import Check

# The database first: what needs it is not asked where it is away.
CHECKS: tuple[Check, ...] = (
    database,
    look_at_settings,
    reached,
    certificate,
    front,
    worker,
    logins,
    backup,
    cache,
    mail,
    clock,
    disk,
    files,
    versions,
    derived,
    search,
    bucket,
    pictures,
    sessions,
    demo,
)
