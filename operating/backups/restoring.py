"""Bringing a backup back: checked, made ready beside what is there, and put in its place at once.

What breaks off before that step leaves everything as it was; after it, the same command goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from colleagues.models import PasswordLink
from masthead.plain_look import keep_look
from masthead.saving import the_newsroom
from masthead.site import site_at
from operating.erasing import colleagues, journal, people
from publishing.caching.announcing import announce_everything
from publishing.caching.counters import FINISHED_PAGES
from publishing.history import write_event
from publishing.models import Verb
from purging import rounds, tasks
from purging.targets import is_set_up

from . import checking, files, manifest, postgresql, records, schemas
from .alone import alone
from .bringing_files import bring_files, bring_own
from .content import has_content, shut_out
from .faults import BackupError
from .manifest import Manifest
from .models import Backup
from .places import Place, as_the_folders_own
from .releases import is_of_another_release
from .taking import read_journal, sentences
from .targets import place_at

ERASING = (colleagues, people)
"""They say how each kind is erased again."""
UNFINISHED = "restore-unfinished"

Tell = Callable[[str], None]


class Beside(Protocol):
    """Where a backup is made ready."""

    def refuse(self) -> None: ...
    def bring(self, dump: Path) -> None: ...
    def used(self) -> Any: ...
    def keep(self) -> None: ...
    def switch(self) -> None: ...
    def kept_before(self) -> str: ...
    def forget(self) -> None: ...


def restore(
    target: str, name: str = "", *, replace: bool = False, tell: Tell = lambda said: None
) -> Manifest:
    """Bring a backup back into the configured database and folders; return what it was."""
    place = place_at(target)
    with sentences(place):
        found = manifest.read(place, manifest.named(place, name))
        _refuse_unfit(found)
        marker = Path(settings.DATA_DIR) / UNFINISHED
        if not (replace or marker.exists()) and has_content():
            raise BackupError(
                _(
                    "This newsroom has content, which would go. Nothing was done. To put the backup of "
                    "%(when)s in its place, add --replace; what is there now is kept aside."
                )
                % {"when": found.made_at.isoformat(timespec="minutes")}
            )
        with alone(place) as work:
            _Restoring(place, found, work, tell).run()
    return found


def _refuse_unfit(found: Manifest) -> None:
    if is_of_another_release((app, name) for app, names in found.migrations.items() for name in names):
        raise BackupError(
            _(
                "Backup %(name)s was made by a newer Newsroom (%(program)s): install that one or a later "
                "one, and try again."
            )
            % {"name": found.name, "program": found.program}
        )
    kind = found.database["kind"]
    if kind != connection.vendor:
        raise BackupError(
            _(
                "The backup is of %(there)s, and DATABASE_URL names %(here)s. A backup goes back into "
                "the kind of database it is of. Restore it into %(there)s; from there “manage.py export” "
                "writes everything out in a form that other programs can bring in (docs/export.md)."
            )
            % {"there": _KINDS.get(kind, kind), "here": _KINDS.get(connection.vendor, connection.vendor)}
        )


_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class _Restoring:
    """One run, in a folder of its own."""

    place: Place
    found: Manifest
    work: Path
    tell: Tell
    is_fresh: bool = False
    continues: bool = False
    """Whether one that was cut off is gone on with."""
    placed: list[tuple[Any, str]] = field(default_factory=list)

    def run(self) -> None:
        """Check, make ready beside, put in its place, and see to what is around it."""
        marker = Path(settings.DATA_DIR) / UNFINISHED
        mark = marker.read_text() if marker.exists() else ""
        self.continues = bool(mark)
        beside = self._beside(mark or timezone.now().strftime("%Y%m%dt%H%M%S"))
        beside.refuse()
        self.tell(_("Checking the backup …"))
        checking.check(self.place, self.found.name, work=self.work)
        self.is_fresh = not has_content()
        erased, out = self._erased(), shut_out()
        with self._or_as_it_was(beside):
            self._bring(beside)
            with beside.used():
                self._make_right(erased, out)
            # First what is there now is safe, and then whoever is cut off need not keep it again.
            beside.keep()
            marker.write_text(self.mark)
            self._forget_pages()
            beside.switch()
        self._around()
        marker.unlink()
        if kept := beside.kept_before():
            self.tell(kept)

    def _beside(self, mark: str) -> Beside:
        self.mark = mark
        if self.found.database["kind"] == postgresql.KIND:
            return schemas.Beside(self.found, mark=mark)
        return files.Beside(self.work, continues=self.continues)

    @contextmanager
    def _or_as_it_was(self, beside: Beside) -> Iterator[None]:
        """Leave nothing of what is brought, unless all of it could be."""
        try:
            yield
        except BaseException:
            for storage, name in self.placed:
                storage.delete(name)
            if not self.continues:
                # Nothing was put in its place: the next one asks again whether it may.
                (Path(settings.DATA_DIR) / UNFINISHED).unlink(missing_ok=True)
            with suppress(Exception):
                # What went wrong first is to be told, and the next run clears up as well.
                beside.forget()
            raise

    def _bring(self, beside: Beside) -> None:
        dump = self.work / "dump-there"
        checking.fetch(self.place, self.found.dump, dump)
        beside.bring(dump)
        dump.unlink()
        count = bring_files(self.found, self.place, self.work, placed=self.placed)
        there = ngettext(
            "The database and %(count)d file are there.", "The database and %(count)d files are there.", count
        )
        self.tell(there % {"count": count})

    def _erased(self) -> list[journal.Entry]:
        """Return all that was ever erased, as any place knows it."""
        known = read_journal(self.place, self.work)
        if has_content():
            return journal.ordered([*known, *journal.entries()])
        return journal.ordered([*known, *journal.read(journal.file())])

    def _make_right(self, erased: list[journal.Entry], out: set[str]) -> None:
        """Bring what is beside up to date, and undo what must not come to life again."""
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if again := journal.repeat(erased):
            self.tell(_("Erased again what was erased since: %(count)d.") % {"count": again})
        Session.objects.all().delete()
        PasswordLink.objects.unused().update(revoked_at=timezone.now())
        self._keep_out(out)
        Backup.objects.filter(state=Backup.State.RUNNING).delete()
        self._note_backups()
        if is_set_up():
            rounds.ask_for_everything()
        note = _("Restored from the backup %(name)s of %(when)s. What was done since is not in it.") % {
            "name": self.found.name,
            "when": self.found.made_at.isoformat(timespec="minutes"),
        }
        write_event(Verb.RESTORE, of=the_newsroom(), actor=None, note=note)

    def _keep_out(self, out: set[str]) -> None:
        """Leave out whoever was let go since the backup was made."""
        back = User.objects.filter(username__in=out, is_active=True)
        names = sorted(back.values_list("username", flat=True))
        if names:
            back.update(is_active=False)
            self.tell(_("These were deactivated since, and stay so: %(names)s") % {"names": ", ".join(names)})

    def _note_backups(self) -> None:
        """Have the restored database know of the backups that were made after it."""
        for name in manifest.names_at(self.place):
            with suppress(BackupError):
                one = manifest.read(self.place, name)
                records.note_there(
                    name,
                    target=self.place.words,
                    made_at=one.made_at,
                    size=one.size,
                    files=sum(map(len, one.files.values())),
                )

    @staticmethod
    def _forget_pages() -> None:
        """Take away every page that was kept of what was there before."""
        for ending in ("", "-wal", "-shm"):
            (Path(settings.DATA_DIR) / f"{FINISHED_PAGES}{ending}").unlink(missing_ok=True)

    def _around(self) -> None:
        """See to what stands around the database: kept pages, caches in front, what this machine keeps."""
        self._forget_pages()
        announce_everything()
        keep_look(site_at(timezone.now()))
        if is_set_up():
            tasks.tell_soon()
        for said in bring_own(self.found, self.place, self.work, is_fresh=self.is_fresh):
            self.tell(said)
        as_the_folders_own(Path(settings.DATA_DIR))
