"""The files of a backup brought back: what the database names, and what the machine keeps for itself."""

import hashlib
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from dotenv import dotenv_values

from . import checking
from .faults import BackupError
from .manifest import Kept, Manifest
from .own_files import LOCAL, LOCAL_ENV, OWN, SETTINGS, quoted
from .places import Place, private
from .referenced import Column, columns

OF_THE_DATA = ("SECRET_KEY", "ADMIN_USERNAME", "ADMIN_PASSWORD")
"""What the restored data goes with; all else of local.env is the machine's own."""
OF_THE_PLACE = ("DATABASE_URL", "BACKUP_DATABASE_URL", "BACKUP_TARGET", "NEWSROOM_DATA_DIR", "HOST", "PORT")
"""What says where things are on a machine, and is not taken over."""


def bring_files(found: Manifest, place: Place, work: Path, *, placed: list[tuple[Any, str]]) -> int:
    """Put every file the database names where it belongs; return how many there are.

    Names are random, so none of another file is taken.
    """
    known = {column.label: column for column in columns()}
    count = 0
    for label, some in found.files.items():
        if label in known:
            for kept in some:
                _bring(kept, known[label], place, work, placed)
                count += 1
    return count


def _bring(kept: Kept, column: Column, place: Place, work: Path, placed: list[tuple[Any, str]]) -> None:
    storage = column.storage
    if storage.exists(kept.name):
        if _is_same(storage, kept):
            return
        # Half of it, from a restore that was cut off, or damaged since.
        storage.delete(kept.name)
    aside = work / "file-there"
    checking.fetch(place, kept, aside)
    placed.append((storage, kept.name))
    with aside.open("rb") as file:
        name = storage.save(kept.name, File(file))
    if name != kept.name:
        storage.delete(name)
        raise BackupError(_("%(file)s could not be put back under its name.") % {"file": kept.name})


def _is_same(storage: Any, kept: Kept) -> bool:
    if storage.size(kept.name) != kept.bytes:
        return False
    digest = hashlib.sha256()
    with storage.open(kept.name) as file:
        for piece in file.chunks():
            digest.update(piece)
    return digest.hexdigest() == kept.sha256


def bring_own(found: Manifest, place: Place, work: Path, *, is_fresh: bool) -> Iterator[str]:
    """Put back what the machine kept for itself, where that is not there; say what was done with it."""
    own = {kept.name: kept for kept in found.files.get(OWN, [])}
    given = _values(_read(own[LOCAL_ENV], place, work)) if LOCAL_ENV in own else {}
    for kept in found.files.get(SETTINGS, []):
        # It may have come from the environment there.
        given = {"SECRET_KEY": _values(_read(kept, place, work)).get("SECRET_KEY", "")} | given
    yield from _local_env(_elsewhere(given), is_fresh=is_fresh)
    yield from _settings(found, place, work)
    folder = Path(settings.BASE_DIR) / LOCAL
    there = [kept for name, kept in own.items() if name.startswith(LOCAL)]
    if there and not folder.exists():
        for kept in there:
            path = Path(settings.BASE_DIR) / kept.name
            path.parent.mkdir(parents=True, exist_ok=True)
            checking.fetch(place, kept, path)
        yield _("Templates and files of your own are back in %(folder)s.") % {"folder": folder}


def _read(kept: Kept, place: Place, work: Path) -> str:
    path = work / "own-there"
    with private(path):
        pass
    checking.fetch(place, kept, path)
    return path.read_text(encoding="utf-8")


def _local_env(given: dict[str, str], *, is_fresh: bool) -> Iterator[str]:
    """Put local.env back where there is none, or only the one a new machine was set up with."""
    path = Path(settings.DATA_DIR) / LOCAL_ENV
    there = _values(path.read_text(encoding="utf-8")) if path.exists() else {}
    # A command with a key in its environment goes by that, whatever the file says.
    from_environment = there.get("SECRET_KEY", "") != settings.SECRET_KEY
    if given.get("SECRET_KEY") != settings.SECRET_KEY and (from_environment or not is_fresh):
        yield _(
            "SECRET_KEY is another one here than that of the backup: links in mails from before do not work, "
            "nor what else was signed with it. Set it to that one if it was not changed on purpose."
        )
    if there and not is_fresh:
        return
    wanted = given | there | {name: given[name] for name in OF_THE_DATA if name in given}
    if wanted == there:
        return
    if path.exists():
        aside = path.with_name("local.env.before-restore")
        aside.unlink(missing_ok=True)
        path.rename(aside)
        yield _("The local.env of this machine is kept as %(file)s.") % {"file": aside}
    with private(path.with_name("local.env.new")) as file:
        file.write(b"# Kept by Newsroom for this machine, restored from a backup: keep it secret.\n")
        file.writelines(f"{name}={quoted(value)}\n".encode() for name, value in wanted.items())
    path.with_name("local.env.new").replace(path)
    yield _(
        "local.env is back in %(file)s, with the secret key, so links keep working. It is read at the next "
        "start."
    ) % {"file": path}


def _settings(found: Manifest, place: Place, work: Path) -> Iterator[str]:
    """Lay the settings of the site the backup is of beside the data, where they differ from those here."""
    for kept in found.files.get(SETTINGS, []):
        text = _read(kept, place, work)
        if _elsewhere(_values(text)) == _elsewhere(settings.GIVEN):
            continue
        path = Path(settings.DATA_DIR) / "settings-of-the-backup.env"
        with private(path) as file:
            file.write(text.encode())
        yield _(
            "The settings that the site ran with are in %(file)s, to compare: they hold passwords. Delete it "
            "when you are done."
        ) % {"file": path}


def _elsewhere(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in OF_THE_PLACE}


def _values(text: str) -> dict[str, str]:
    return {name: value or "" for name, value in dotenv_values(stream=StringIO(text)).items()}
