"""Making a backup: the database as of one moment, every file it names, and what this machine keeps.

The manifest comes last, so until then there is none; what one that was killed has left goes with the next.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from images.storages import StorageAway
from masthead.site import site_at
from operating.erasing import journal

from . import aside, checking, keeping, leases, manifest, records
from .alone import alone
from .faults import BackupError, UnlikeError
from .manifest import ERASURES, Kept, Manifest
from .models import Backup
from .own_files import OWN, SETTINGS, own_files, settings_file
from .places import Place
from .referenced import columns
from .snapshots import Snapshot, snapshot
from .targets import place_at

MOST_VIEWS = 20
"""How often the database is looked at anew because a file was removed meanwhile."""

Tell = Callable[[str], None]


def back_up(target: str = "", *, tell: Tell = lambda said: None) -> Backup:
    """Back up to a target, or to the one of the settings; return the row that says how it went."""
    place = place_at(target)
    rule = keeping.rule_of(settings.BACKUP_KEEP)
    with _held(place) as work:
        row = records.begin(target=place.words)
        try:
            with sentences(place):
                made = _Taking(place, work, tell).run()
        except BaseException as error:
            records.fail(row, fault=str(error) if isinstance(error, BackupError) else _cut_off(error))
            raise
        files = sum(map(len, made.manifest.files.values()))
        records.succeed(row, name=made.manifest.name, size=made.manifest.size, files=files, added=made.added)
        try:
            with sentences(place):
                tidy(place, rule)
        except BackupError as error:
            tell(_("Earlier backups could not be tidied up: %(reason)s") % {"reason": error})
    return row


@contextmanager
def _held(place: Place) -> Iterator[Path]:
    """Hold the place; that it cannot be written to at all is a backup that failed, and is kept as one."""
    with ExitStack() as stack:
        try:
            with sentences(place):
                work = stack.enter_context(alone(place))
        except BackupError as error:
            # A place that somebody else holds is none that failed; nor can a row be kept without a database.
            if error.__cause__ is not None and not isinstance(error.__cause__, DatabaseError):
                records.fail(records.begin(target=place.words), fault=str(error))
            raise
        stack.enter_context(sentences(place))
        yield work


@contextmanager
def sentences(place: Place) -> Iterator[None]:
    """Turn what the system says of a disk into a sentence."""
    try:
        yield
    except StorageAway as error:
        raise BackupError(str(error)) from error
    except DatabaseError as error:
        raise BackupError(
            _("The database cannot be used: %(reason)s") % {"reason": " ".join(str(error).split())}
        ) from error
    except OSError as error:
        raise BackupError(
            _("Nothing was backed up: %(file)s cannot be written or read (%(reason)s).")
            % {"file": error.filename or place.words, "reason": error.strerror or error}
        ) from error


def _cut_off(error: BaseException) -> str:
    return _("It broke off (%(reason)s).") % {"reason": type(error).__name__}


class _Taking:
    """One run, in a folder of its own."""

    def __init__(self, place: Place, work: Path, tell: Tell) -> None:
        self.place, self.work, self.tell = place, work, tell
        self.added = 0
        self.new: list[Kept] = []
        self.known = self._known()
        self.manifest: Manifest

    def run(self) -> "_Taking":
        """Write everything, read it back, and only then the manifest."""
        with self._one_moment() as (moment, files, missing):
            self.manifest = self._described(moment, files, missing)
            self.tell(_("The database is written."))
        self._own_files()
        self.tell(_("Everything new is read back."))
        self._read_back()
        checking.open_dump(self.place, self.manifest, work=self.work)
        self._journal()
        leases.require_hold(self.place)
        manifest.write(self.manifest, self.place, by_way_of=self.work / "manifest")
        return self

    def _read_back(self) -> None:
        try:
            checking.read_back(self.place, self.new)
        except UnlikeError as error:
            # Else the next one would take it for written.
            aside.set_aside_held(self.place, error.damaged)
            raise

    @contextmanager
    def _one_moment(self) -> Iterator[tuple[Snapshot, dict[str, list[Kept]], list[str]]]:
        """Hold a moment of the database of which every file is there."""
        self._files_ahead()
        known_missing: list[str] | None = None
        for _view in range(MOST_VIEWS):
            with snapshot(self.work) as moment:
                files, missing = self._files(moment)
                # What was removed since is not named by the next view; what never was there stays missing.
                if not missing or missing == known_missing:
                    yield moment, files, missing
                    return
            known_missing = missing
        raise BackupError(_("Files are being removed faster than they can be read. Try again later."))

    def _files_ahead(self) -> None:
        """Keep what files there are already, so that the moment is not held for as long as that takes."""
        for column in columns():
            model, name = column.field.model, column.field.name
            rows: Any = model._base_manager.exclude(**{name: ""}).values_list(name, flat=True)
            for file in rows.order_by().iterator(chunk_size=1000):
                self._keep_file(column.label, str(file), column.storage)

    def _files(self, moment: Snapshot) -> tuple[dict[str, list[Kept]], list[str]]:
        files: dict[str, list[Kept]] = {}
        missing: list[str] = []
        for column in columns():
            found = files.setdefault(column.label, [])
            for file in column.named_by(moment):
                kept = self._keep_file(column.label, file, column.storage)
                if kept is None:
                    missing.append(f"{column.label}/{file}")
                else:
                    found.append(kept)
        return files, missing

    def _keep_file(self, label: str, name: str, storage: Any) -> Kept | None:
        """Keep a file under its digest; one of a name that is known never changes, and is there already."""
        if (label, name) in self.known:
            return self.known[label, name]
        copied = self.work / "file"
        try:
            with storage.open(name) as file, copied.open("wb") as copy:
                for piece in file.chunks():
                    copy.write(piece)
        except (FileNotFoundError, SuspiciousOperation):
            return None
        kept = self.known[label, name] = self._keep(name, copied)
        return kept

    def _keep(self, name: str, path: Path) -> Kept:
        kept = Kept(name, path.stat().st_size, manifest.digest_of(path))
        if self.place.size(kept.object) != kept.bytes:
            self.place.put(kept.object, path)
            self.added += kept.bytes
        # What one that broke off has left was read back by nobody.
        self.new.append(kept)
        return kept

    def _known(self) -> dict[tuple[str, str], Kept]:
        """Return the files of the last backup that are still there: names are random and used once."""
        for name in reversed(manifest.names_at(self.place)):
            try:
                last = manifest.read(self.place, name)
            except BackupError:
                continue
            there = set(self.place.names(manifest.OBJECTS))
            labels = {column.label for column in columns()}
            return {
                (label, kept.name): kept
                for label, some in last.files.items()
                if label in labels
                for kept in some
                if kept.object in there
            }
        return {}

    def _described(self, moment: Snapshot, files: dict[str, list[Kept]], missing: list[str]) -> Manifest:
        at = timezone.now()
        dump = self.work / "dump"
        moment.dump(dump)
        done = moment.rows("SELECT app, name FROM django_migrations ORDER BY id")
        migrations: dict[str, list[str]] = {}
        for app, name in done:
            migrations.setdefault(app, []).append(name)
        quoted = {name: connection.ops.quote_name(name) for name in moment.tables()}
        return Manifest(
            name=self._name(),
            made_at=at,
            newsroom=site_at(at).name,
            site=settings.SITE_URL,
            program=program(),
            migrations=migrations,
            database=moment.about,
            counts={
                name: moment.rows(f"SELECT COUNT(*) FROM {table}")[0][0]  # noqa: S608 (names of tables)
                for name, table in quoted.items()
            },
            dump=self._keep("database", dump),
            files=files,
            missing=missing,
        )

    def _name(self) -> str:
        """Return a name by the time that is free, and sorts behind all others."""
        taken = manifest.names_at(self.place)
        name = timezone.now().strftime("%Y%m%dT%H%M%SZ")
        return name if name not in taken else f"{name}-{sum(one.startswith(name) for one in taken) + 1}"

    def _own_files(self) -> None:
        """Add what this machine keeps beside the database: local.env, settings, the newsroom's own files."""
        self.manifest.files[OWN] = [self._keep(name, path) for name, path in own_files()]
        given = self.work / "settings.env"
        settings_file(given)
        self.manifest.files[SETTINGS] = [self._keep("settings.env", given)]

    def _journal(self) -> None:
        """Keep the whole list of what was erased beside the backups: an older one must not bring it back."""
        path = self.work / ERASURES
        there = read_journal(self.place, self.work)
        journal.write(path, [*there, *journal.entries()])
        self.place.put(ERASURES, path)


def read_journal(place: Place, work: Path) -> list[journal.Entry]:
    """Return what the list of erasures beside the backups says."""
    if place.size(ERASURES) is None:
        return []
    path = work / "erasures-there"
    with place.open(ERASURES) as file:
        path.write_bytes(file.read())
    return journal.read(path)


def tidy(place: Place, rule: dict[str, int] | None) -> None:
    """Take away what the rule does not keep, and files that no backup needs any more.

    Called while the place is held. Where a manifest cannot be read nobody knows what it needs: then nothing
    is taken away.
    """
    known = {name: manifest.read(place, name) for name in manifest.names_at(place)}
    leases.require_hold(place)
    stay = keeping.kept([(name, one.made_at) for name, one in known.items()], rule)
    gone = sorted(set(known) - stay)
    for name in gone:
        place.remove(manifest.place_of(name))
    records.note_removed(gone, target=place.words)
    needed = {kept.object for name in stay for kept in known[name].everything()}
    there = list(place.names(manifest.OBJECTS))
    needed |= aside.needed_besides(needed, there)
    for name in there:
        if name not in needed:
            place.remove(name)


def program() -> str:
    """Return the version of this program."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
