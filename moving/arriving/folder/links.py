"""What the files of a site say of each other: pictures beside a text, links from text to text."""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from moving.arriving.addresses import with_addresses

from .places import STATIC

SERVED = ("static/", "source/", "public/", "content/")
SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff")


@dataclass
class Links:
    """The files of a site by their names, and where its texts stood."""

    # Where the site stood, its folder on that host included.
    base: str
    # From the file of a picture to where it stood.
    pictures: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    by_stem: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Return the address of the host alone."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def add_picture(self, name: str) -> None:
        """Take up a picture: it stood without the folder that generators keep such files in."""
        root = next((root for root in SERVED if name.startswith(root)), "")
        placed = f"/{name.removeprefix(root)}"
        self.pictures[name] = f"/{name}" if placed in self.places else placed
        self.places.add(self.pictures[name])

    def add_text(self, name: str, address: str) -> None:
        """Take up a text and where it stood."""
        path = PurePosixPath(name)
        self.texts[name] = address
        self.by_stem.setdefault(path.parent.name if path.stem == "index" else path.stem, address)

    def within(self, html: str, name: str) -> str:
        """Return a text's HTML in which pictures and links lead to where they are."""
        return with_addresses(
            html, picture=lambda said: self.picture(said, name), link=lambda said: self.place(said, name)
        )

    def picture(self, said: str, name: str) -> str:
        """Return the path of a picture's file in the folder, or its address where there is none."""
        parts = urlsplit(said) if "[" not in said else None
        if parts is None or (parts.scheme and not said.startswith(self.base + "/")):
            return said
        path = unquote(parts.path).removeprefix(urlsplit(self.base).path if parts.scheme else "")
        for candidate in _candidates(path, name):
            if candidate in self.pictures:
                return quote(self.pictures[candidate])
        return self._whole(said, name)

    def place(self, said: str, name: str) -> str:
        """Return where a link leads, as a whole address."""
        if said.startswith("#") or re.match(r"[a-z][a-z0-9+.-]*:", said, re.IGNORECASE):
            return said
        path, sign, behind = said.partition("#")
        for candidate in _candidates(unquote(path), name):
            for text in (candidate, f"{candidate}.md", f"{candidate.rstrip('/')}/index.md"):
                if text in self.texts:
                    return f"{self.host}{self.texts[text]}{sign}{behind}"
        # Jekyll names a post by its file alone.
        if "/" not in path.strip("/") and (found := self.by_stem.get(PurePosixPath(path).stem)):
            return f"{self.host}{found}{sign}{behind}"
        return self._whole(said, name)

    def _whole(self, said: str, name: str) -> str:
        if said.startswith("/") and not said.startswith("//"):
            return self.host + said
        return urljoin(f"{self.host}{self.texts.get(name, '/')}", said)


def _candidates(path: str, name: str) -> list[str]:
    """Return which files of the folder a path may mean, the likeliest first."""
    folder, own = posixpath.dirname(name), posixpath.splitext(name)[0]
    found = [] if path.startswith("/") else [posixpath.join(folder, path), posixpath.join(own, path)]
    found += [f"{root}{path.lstrip('/')}" for root in STATIC]
    normal = [posixpath.normpath(one) for one in found if path.strip("/")]
    return [one for one in dict.fromkeys(normal) if not one.startswith("..")]
