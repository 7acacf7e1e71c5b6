"""Taking files and pasted texts from a colleague, within limits, and letting them go again."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import DatabaseError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.models import Delivered, Delivery
from articles.models.deliveries import State
from images.storages import StorageAway
from jobs import queue
from manuscripts.child import LARGEST_FILE
from publishing.errors import WorkflowError
from publishing.identifiers import random_key
from publishing.richtext import one_line

READ, MAKE = "articles.read_delivery", "articles.make_drafts"
MOST_FILES = 200
LARGEST_DELIVERY = 300_000_000
LARGEST_WAITING = 600_000_000
"""Bytes of one delivery, and of everything one colleague has waiting."""
LONGEST_PASTE = 4_000_000
LONGEST_NAME = 255
MB = 1_000_000


class NotTaken(WorkflowError):
    """Something of what was sent was not taken; the sentence says why."""


@dataclass
class Taken:
    """What of many files was taken, and a sentence for each that was not."""

    files: list[Delivered] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def begin(
    *,
    sender: User,
    key: str = "",
    language: str = "",
    usual_language: str = "",
    zone: str = "UTC",
    told_in: str = "",
) -> Delivery:
    """Begin a delivery, or find the one begun with the key of the form: sent again it is the same."""
    if not key or Delivery.objects.filter(key=key).exclude(sender=sender).exists():
        key = random_key()
    given = {"language": language, "usual_language": usual_language, "zone": zone, "told_in": told_in}
    return Delivery.objects.get_or_create(key=key, sender=sender, defaults=given)[0]


def take_files(delivery: Delivery, files: Iterable["File[Any]"]) -> Taken:
    """Take files, each by itself: one that is too much never keeps the others out."""
    taken = Taken()
    for file in files:
        name = shown_name(file.name or "")
        if is_hidden(name):
            continue
        try:
            taken.files.append(_take(delivery, name=name, content=file))
        except (NotTaken, StorageAway) as problem:
            taken.refused.append(
                _("“%(name)s” was not taken: %(problem)s") % {"name": name, "problem": problem}
            )
    return taken


def take_pasted(delivery: Delivery, *, html: str, plain: str) -> Delivered:
    """Take a text that was pasted, with what the clipboard said of its form."""
    if max(len(html), len(plain)) > LONGEST_PASTE:
        raise NotTaken(_("This is too much to paste at once. Save it as a file and choose that."))
    data = json.dumps({"html": html, "plain": plain}).encode("ascii")
    return _take(delivery, name="", content=ContentFile(data, name="pasted"), is_pasted=True)


def read_soon(delivery: Delivery) -> None:
    """Have what waits be read."""
    queue.enqueue(READ, {"delivery": delivery.pk})


def make_soon(delivery: Delivery, keys: Iterable[str]) -> int:
    """Have drafts made of these files; return of how many."""
    ready = delivery.files.filter(key__in=list(keys), state__in=[State.READ, State.FAILED])
    with transaction.atomic():
        count = ready.exclude(manuscript="").update(state=State.CHOSEN, tries=0, outcome={})
        if count:
            queue.enqueue(MAKE, {"delivery": delivery.pk})
    return count


def let_go(delivery: Delivery) -> None:
    """Forget a delivery, its files included; drafts that were made of it stay."""
    files = [one.content for one in delivery.files.all() if one.content]
    delivery.delete()
    for file in files:
        delete_file(file)


def let_go_of_file(delivered: Delivered) -> None:
    """Forget one file; a draft that was made of it stays."""
    content = delivered.content
    delivered.delete()
    if content:
        delete_file(content)


def delete_file(content: Any) -> None:
    """Delete a file that is not needed any more; one that cannot be reached now is swept away later."""
    with suppress(StorageAway):
        content.storage.delete(str(content.name))


def shown_name(name: str) -> str:
    """Return a file's own name, as it can be written anywhere."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return one_line(last.encode("utf-8", "replace").decode(), LONGEST_NAME)


def is_hidden(name: str) -> bool:
    """Tell whether a file is one that programs leave in folders, and nobody means to bring in."""
    return name.startswith((".", "~$")) or name.casefold() in ("thumbs.db", "desktop.ini")


def _take(delivery: Delivery, *, name: str, content: "File[Any]", is_pasted: bool = False) -> Delivered:
    size = content.size or 0
    again = delivery.files.filter(name=name, is_pasted=is_pasted, size=size).exclude(content="")
    if known := next((one for one in again if _is_same(one, content)), None):
        return known
    _require_room(delivery, size)
    delivered = Delivered(delivery=delivery, name=name, is_pasted=is_pasted, size=size)
    delivered.position = (delivery.files.aggregate(last=Max("position"))["last"] or 0) + 1
    # The file first: a row without one could never be read, a file without a row is swept away.
    delivered.content.save(name or "pasted", content, save=False)
    try:
        delivered.save()
    except DatabaseError:
        delete_file(delivered.content)
        raise
    return delivered


def _is_same(delivered: Delivered, content: "File[Any]") -> bool:
    """Tell whether a file was taken already: a browser sends it again where no answer came."""
    try:
        with delivered.content.open("rb") as kept:
            content.seek(0)
            return bool(kept.read() == content.read())
    except FileNotFoundError:
        # A draft was made of it just now.
        return False
    finally:
        content.seek(0)


def _require_room(delivery: Delivery, size: int) -> None:
    if size > LARGEST_FILE:
        raise NotTaken(
            _("a file may have %(most)d MB at most. Take large pictures out of it and try again.")
            % {"most": LARGEST_FILE // MB}
        )
    if delivery.files.count() >= MOST_FILES:
        raise NotTaken(
            ngettext(
                "at most %(most)d file can be brought in at once. Make drafts of these first.",
                "at most %(most)d files can be brought in at once. Make drafts of these first.",
                MOST_FILES,
            )
            % {"most": MOST_FILES}
        )
    if size + _bytes_of(delivery.files) > LARGEST_DELIVERY:
        raise NotTaken(
            _("together the files may have %(most)d MB at most. Make drafts of these first.")
            % {"most": LARGEST_DELIVERY // MB}
        )
    waiting = Delivered.objects.filter(delivery__sender=delivery.sender)
    if size + _bytes_of(waiting) > LARGEST_WAITING:
        raise NotTaken(
            _("more than %(most)d MB of yours wait already. Remove what you do not need first.")
            % {"most": LARGEST_WAITING // MB}
        )


def _bytes_of(files: Any) -> int:
    return int(files.exclude(content="").aggregate(sum=Sum("size"))["sum"] or 0)
