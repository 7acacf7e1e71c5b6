"""The pictures of a site in the library here: each file once, with what was said of it there."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.urls import reverse
from django.utils.translation import gettext as _

from images.library import add_picture, name_of_file, words_of_file
from images.models import Image
from images.processing import MAX_BYTES, ImageProblem, ingest
from images.renditions import widths_for
from moving.models import Arrival
from publishing.errors import WorkflowError
from publishing.richtext import one_line
from publishing.workflow.locking import Actor

from .addresses import host_of
from .arrivals import Arrivals
from .site import Attachment, CannotRead, Site

LONGEST_ALT = 300
MOST_FILES = 2_000_000
# What sites add to the name of a smaller copy, and services that hand on pictures of others.
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}$)")
_HANDED_ON = re.compile(r"/(?:i[0-3]\.wp\.com)/(.+)|^https?://i[0-3]\.wp\.com/(.+)", re.IGNORECASE)

Fetch = Callable[[str], bytes]


class Files(Protocol):
    """Where pictures can be had from."""

    def open(self, path: str) -> BinaryIO | None:
        """Return the file that an address's path means, or None."""
        ...


@dataclass
class Named:
    """Files by their names: of several, the one whose folders are those of the address, from behind."""

    by_name: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, path: str) -> None:
        """Take up a file."""
        parts = PurePosixPath(path).parts
        if parts and ".." not in parts:
            self.by_name.setdefault(parts[-1].casefold(), []).append(parts)

    def best(self, path: str) -> str | None:
        """Return the file that a path means, unless several may be meant."""
        wanted = [part.casefold() for part in PurePosixPath(path).parts]
        if not wanted:
            return None
        scored = [(_in_common(parts, wanted), parts) for parts in self.by_name.get(wanted[-1], ())]
        scored.sort(key=lambda pair: -pair[0])
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return str(PurePosixPath(*scored[0][1]))


def _in_common(parts: tuple[str, ...], wanted: list[str]) -> int:
    count = 0
    for one, other in zip(reversed(parts), reversed(wanted), strict=False):
        if one.casefold() != other:
            break
        count += 1
    return count


class Folder:
    """A folder of pictures, such as wp-content/uploads."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._named = Named()
        for count, path in enumerate(self._root.rglob("*")):
            if count > MOST_FILES:
                break
            if path.is_file() and not path.name.startswith("."):
                self._named.add(path.relative_to(self._root).as_posix())

    def open(self, path: str) -> BinaryIO | None:
        """Open a file of the folder; what leads out of it is none of its files."""
        found = self._named.best(path)
        if found is None:
            return None
        real = (self._root / found).resolve()
        if not real.is_relative_to(self._root):
            return None
        try:
            return real.open("rb")
        except OSError:
            return None


class Packed:
    """A zip of pictures."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
        except (OSError, BadZipFile) as error:
            raise CannotRead(_("The pictures cannot be read: %(why)s") % {"why": error}) from error
        self._named = Named()
        self._infos = {}
        for info in self._zip.infolist()[:MOST_FILES]:
            if not info.is_dir() and not info.flag_bits & 1:
                self._named.add(info.filename)
                self._infos[str(PurePosixPath(info.filename))] = info

    def open(self, path: str) -> BinaryIO | None:
        """Open a file of the zip; never more of it is unpacked than a picture may have."""
        found = self._named.best(path)
        if found is None:
            return None
        try:
            with self._zip.open(self._infos[found]) as file:
                return BytesIO(file.read(MAX_BYTES + 1))
        except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ZlibError):
            return None


def files_in(place: Path) -> Files:
    """Return the pictures of a folder or a zip."""
    if place.is_dir():
        return Folder(place)
    if place.is_file():
        return Packed(place)
    raise CannotRead(_("There is no folder and no zip of pictures at %(place)s.") % {"place": place})


@dataclass
class Library:
    """Finds the pictures of posts, and takes in what is not there yet."""

    site: Site
    arrivals: Arrivals
    files: Files | None
    fetch: Fetch | None
    actor: Actor
    _attachments: dict[str, Attachment] = field(default_factory=dict)
    _by_path: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, list[str]] = field(default_factory=dict)
    _has_files: bool = False

    def survey(self) -> None:
        """Learn what the site says of its pictures."""
        for one in self.site.attachments():
            self._attachments[one.id] = one
            self._has_files = self._has_files or bool(one.file)
            self._by_path[path_of(one.address)] = one.id
            if one.page and one.of_post:
                self._pages.setdefault(one.of_post, []).append(one.page)

    def pages_of(self, post: str) -> list[str]:
        """Return the addresses of the pages that pictures of a post had to themselves."""
        return self._pages.get(post, [])

    @property
    def can_take(self) -> bool:
        """Tell whether pictures can come along at all."""
        return self.files is not None or self.fetch is not None or self._has_files

    def attachment(self, said: str) -> Attachment | None:
        """Return what an id or an address means, also that of a smaller copy."""
        if said in self._attachments:
            return self._attachments[said]
        for path in paths_of(said):
            if path in self._by_path:
                return self._attachments[self._by_path[path]]
        return None

    def file_paths(self, said: str) -> list[str]:
        """Return where the file of a picture was, and that of the smaller copy which a text shows."""
        attachment = self.attachment(said)
        addresses = [*([attachment.address] if attachment else []), said]
        own = host_of(self.site.name)
        return [path_of(address) for address in addresses if own and host_of(address) == own]

    def known(self, wanted: Iterable[str]) -> dict[str, Image]:
        """Return those pictures that came in before."""
        ids = {said: self.id_of(said) for said in dict.fromkeys(wanted)}
        rows = self.arrivals.of(Arrival.Kind.PICTURE, set(ids.values()), "image")
        return {said: row.image for said, id in ids.items() if (row := rows.get(id)) and row.image}

    def take(self, said: str) -> Image | str:
        """Return a picture, taken into the library; or a sentence that says why there is none."""
        attachment = self.attachment(said)
        try:
            file = self._file(said, attachment)
        except WorkflowError as problem:
            return _("The picture %(address)s did not come along: %(why)s") % {
                "address": _shown(said, attachment),
                "why": problem,
            }
        if file is None:
            return _("The picture %(address)s did not come along.") % {"address": _shown(said, attachment)}
        try:
            with file:
                image = self._kept(file, said, attachment)
        except (ImageProblem, WorkflowError, OSError) as problem:
            return _("The picture %(address)s was not taken in: %(why)s") % {
                "address": _shown(said, attachment),
                "why": problem,
            }
        self.arrivals.hold(Arrival.Kind.PICTURE, self.id_of(said), image)
        return image

    def id_of(self, said: str) -> str:
        """Return what tells a picture from others, however small the copy that an address means."""
        attachment = self.attachment(said)
        return attachment.id if attachment else (paths_of(said) or [said])[0]

    def _file(self, said: str, attachment: Attachment | None) -> BinaryIO | None:
        if attachment is not None and attachment.file:
            with suppress(OSError):
                return self.site.open(attachment.file)
        addresses = [*([attachment.address] if attachment else []), said]
        if self.files is not None:
            for path in dict.fromkeys(path for address in addresses for path in paths_of(address)):
                if (file := self.files.open(path)) is not None:
                    return file
        if self.fetch is not None and addresses[0].startswith("http"):
            return BytesIO(self.fetch(addresses[0]))
        return None

    def _kept(self, file: BinaryIO, said: str, attachment: Attachment | None) -> Image:
        read = ingest(file)
        same = Image.objects.filter(sha256=read.sha256).first()
        if same is not None:
            return same
        name = PurePosixPath(path_of(attachment.address if attachment else said)).name
        words = words_of_file(read, name)
        if attachment is not None:
            title = one_line(attachment.title, 200)
            words |= {
                "alt": one_line(attachment.alt, LONGEST_ALT),
                "caption": attachment.caption,
                "title": title if title and title != name_of_file(name) else words["title"],
            }
        return add_picture(image=Image(), taken=read, changes=words, actor=self.actor)


def place_of(image: Image) -> str:
    """Return the address here of a picture as large as readers get it."""
    return reverse("image", args=[image.key, f"{widths_for(image.width)[-1]}.jpg"])


def path_of(address: str) -> str:
    """Return where a picture is on its site, whichever service hands it on."""
    handed_on = _HANDED_ON.search(address)
    if handed_on:
        address = f"https://{handed_on[1] or handed_on[2]}"
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def paths_of(address: str) -> list[str]:
    """Return the paths under which a picture may be found: the whole one, before a smaller copy of it."""
    path = path_of(address)
    whole = _SIZE.sub("", path)
    return [found for found in dict.fromkeys([whole, path]) if found.strip("/")]


def _shown(said: str, attachment: Attachment | None) -> str:
    return (attachment.address if attachment else said)[:200]
