"""Whether every file the database names is there and whole, and which files nobody names."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import FileField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from images.models import Image, originals
from images.storages import StorageAway
from operating.backups.referenced import columns
from operating.doctor.findings import Asked, Finding, check
from operating.doctor.listing import few
from operating.doctor.sampling import some_of

NEW = timedelta(hours=2)
"""A file may be there a moment before the row that names it."""
MOST_UNKNOWN = 200
"""How many files nobody names are asked how old they are."""


@check("pictures", gettext_lazy("Pictures and files"), needs_database=True)
def pictures(ask: Asked) -> Iterator[Finding]:
    """Look for files that are missing, broken or known to nobody."""
    place = originals()
    try:
        kept = set(place.names())
    except (OSError, StorageAway) as problem:
        reason = getattr(problem, "strerror", "") or problem
        yield Finding(
            "error",
            _("The pictures cannot be listed: %(reason)s.") % {"reason": reason},
            _("See that their disk or bucket can be reached, and who may read it."),
            _("Readers get no pictures."),
            code="pictures.reach",
        )
        return
    missing, broken, looked = [], [], 0
    for rows in some_of(Image.objects.all(), ask):
        for row in rows:
            looked += 1
            if str(row.original.name) not in kept:
                missing.append(row)
            elif ask.all and _is_broken(row):
                broken.append(row)
    yield from _told_of(missing, broken)
    missing_others = _missing_others()
    if missing_others:
        yield _missing_files(missing_others)
    yield from _unknown(ask, kept, place)
    if not (missing or broken or missing_others):
        yield Finding(
            "good",
            ngettext(
                "%(count)d picture was looked at and is there.",
                "%(count)d pictures were looked at and are there.",
                looked,
            )
            % {"count": looked},
            "" if ask.all else _("“manage.py doctor --all” reads every one."),
            code="pictures",
        )


def _is_broken(row: Image) -> bool:
    digest = sha256()
    try:
        with row.original.open("rb") as file:
            for chunk in file.chunks():
                digest.update(chunk)
    except FileNotFoundError:
        return True
    except StorageAway:
        # That the bucket is away has been said; nothing is known of this file.
        return False
    except OSError:
        return True
    return digest.hexdigest() != row.sha256


def _told_of(missing: list[Image], broken: list[Image]) -> Iterator[Finding]:
    how = _(
        "Take the file out of a backup (docs/backups.md), or open the picture in the admin and replace it."
    )
    why = _("Readers get no sizes of it that are not made yet, and in the end none.")
    if missing:
        what = ngettext(
            "The file of %(count)d picture is missing: %(names)s.",
            "The files of %(count)d pictures are missing: %(names)s.",
            len(missing),
        )
        said = what % {"count": len(missing), "names": _names(missing)}
        yield Finding("error", said, how, why, code="pictures.missing")
    if broken:
        what = ngettext(
            "The file of %(count)d picture is not as it was uploaded: %(names)s.",
            "The files of %(count)d pictures are not as they were uploaded: %(names)s.",
            len(broken),
        )
        said = what % {"count": len(broken), "names": _names(broken)}
        yield Finding("error", said, how, why, code="pictures.broken")


def _names(rows: list[Image]) -> str:
    return few([f"{row.key} ({row.original.name})" for row in rows])


def _missing_others() -> list[str]:
    """Return the files of other tables that are not there; of those there are few."""
    missing = []
    for column in columns():
        field: FileField = column.field
        if field.model is Image:
            continue
        named = field.model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
        with suppress(StorageAway):
            missing += [name for name in named if not column.storage.exists(str(name))]
    return missing


def _missing_files(names: list[str]) -> Finding:
    return Finding(
        "warning",
        ngettext(
            "%(count)d file that waits to be brought in is missing.",
            "%(count)d files that wait to be brought in are missing.",
            len(names),
        )
        % {"count": len(names)},
        _("Send them again under “Bring in”."),
        code="pictures.deliveries",
    )


def _unknown(ask: Asked, kept: set[str], place: Any) -> Iterator[Finding]:
    if ask.quick:
        return
    unknown = sorted(kept - set(Image.objects.values_list("original", flat=True)))
    old = [name for name in unknown[:MOST_UNKNOWN] if _is_old(place, name, ask)]
    if old:
        yield Finding(
            "notice",
            ngettext(
                "%(count)d picture file is known to nobody: %(names)s.",
                "%(count)d picture files are known to nobody: %(names)s.",
                len(old),
            )
            % {"count": len(old), "names": few(old)},
            _("Look at them in images/originals. If you did not just restore an older backup, delete them."),
            _("They take room, and may show what was erased."),
            code="pictures.unknown",
        )


def _is_old(place: Any, name: str, ask: Asked) -> bool:
    try:
        made: Any = place.get_modified_time(name)
    except (OSError, NotImplementedError, StorageAway):
        return False
    return bool(ask.at - made > NEW)
