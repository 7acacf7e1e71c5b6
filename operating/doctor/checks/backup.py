"""Whether there is a backup, how old it is, and whether it would last the loss of this machine."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operating.backups import keeping, last_good
from operating.backups.faults import BackupError
from operating.backups.models import Backup
from operating.backups.records import last_failed_check, last_tried
from operating.doctor.findings import Asked, Finding, Level, check

LATE, VERY_LATE = timedelta(days=2), timedelta(days=7)


@check("backup", gettext_lazy("Backup"), needs_database=True)
def backup(ask: Asked) -> Iterator[Finding]:
    """Look when the last good backup was made."""
    good = last_good()
    yield from _rule()
    yield _age(good, ask)
    yield from _failed(good)


def _rule() -> Iterator[Finding]:
    """Look whether the rule can be read by which old backups go."""
    try:
        keeping.rule_of(settings.BACKUP_KEEP)
    except BackupError as error:
        yield Finding(
            "error",
            str(error),
            _("Set it, and run “manage.py backup”."),
            _("No backup is made before it can be read."),
            code="backup.keep",
        )


def _age(good: Backup | None, ask: Asked) -> Finding:
    """Say how old the last good backup is."""
    how = _(
        "Set BACKUP_TARGET, run “manage.py backup” and have its timer do it every day: "
        "systemctl enable --now newsroom-backup.timer (docs/deploying.md)."
    )
    if good is None or good.finished_at is None:
        return Finding(
            "error" if settings.PRODUCTION else "notice",
            _("There is no backup."),
            how,
            _("When this disk fails, everything is lost."),
            code="backup.missing",
        )
    age = ask.at - good.finished_at
    said = _("The last good backup is of %(ago)s ago, at %(target)s.") % {
        "ago": timesince(good.finished_at, ask.at),
        "target": good.target,
    }
    if age < LATE:
        return Finding("good", said, code="backup.age")
    level: Level = "error" if age >= VERY_LATE and settings.PRODUCTION else "warning"
    return Finding(level, said, how, _("What was done since would be lost."), code="backup.age")


def _failed(good: Backup | None) -> Iterator[Finding]:
    """Look whether the last one failed, or was found damaged since."""
    tried = last_tried()
    if tried is not None and tried.fault and (good is None or tried.started_at > good.started_at):
        yield Finding(
            "error",
            _("The last backup failed: %(fault)s") % {"fault": tried.fault},
            _("Mend what it says and run “manage.py backup”."),
            code="backup.failed",
        )
    elif bad := last_failed_check():
        yield Finding(
            "error",
            _("The last check found the backup %(name)s damaged: %(fault)s")
            % {"name": bad.name, "fault": bad.fault},
            _(
                "Run “manage.py backup” and “manage.py backup --check”, and look at the disk "
                "(docs/backups.md)."
            ),
            _("What cannot be read back is no backup."),
            code="backup.check",
        )
