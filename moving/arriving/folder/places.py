"""Where the files of a site stand on it, as each generator puts them there."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import manuscripts
from manuscripts import ManuscriptError
from manuscripts.formats.front_matter import FrontMatter, split_front_matter
from moving.arriving.packed import Store
from publishing.slugs import make_slug

from .told import Told, named_after

LARGEST_SETTINGS = 100_000


class Maker(StrEnum):
    """What a site was made with."""

    HUGO = "hugo"
    JEKYLL = "jekyll"
    HEXO = "hexo"
    ASTRO = "astro"
    ELEVENTY = "eleventy"
    # A folder of texts, or pages saved to disk.
    NONE = ""


# Where texts stand, the longest first; what is above them is no part of an address.
ROOTS = {
    Maker.HUGO: ("content/",),
    Maker.JEKYLL: ("",),
    Maker.HEXO: ("source/",),
    Maker.ASTRO: ("src/content/", "src/pages/"),
    Maker.ELEVENTY: ("src/", "content/", ""),
    Maker.NONE: ("",),
}
# Where a picture at the root of the site stands.
STATIC = ("static/", "source/", "public/", "assets/", "src/assets/", "src/", "content/", "")
TEMPLATES = frozenset(
    [
        *(
            "node_modules",
            "_site",
            "public",
            "resources",
            "themes",
            "layouts",
            "archetypes",
            "_layouts",
            "vendor",
        ),
        *(
            "_includes",
            "_sass",
            "_data",
            "dist",
            "scaffolds",
            "i18n",
            "static",
            "assets",
            "templates",
            "components",
        ),
    ]
)
NO_TEXTS = re.compile(
    r"(?:readme|license|licence|changelog|contributing|code_of_conduct|security|agents|robots|humans|404|search)\b",
    re.IGNORECASE,
)
SETTINGS = {
    "hugo.toml": Maker.HUGO,
    "hugo.yaml": Maker.HUGO,
    "hugo.yml": Maker.HUGO,
    "config.toml": Maker.HUGO,
    "config.yaml": Maker.HUGO,
    "config/_default/hugo.toml": Maker.HUGO,
    "config/_default/config.toml": Maker.HUGO,
    "_config.yml": Maker.JEKYLL,
    "_config.yaml": Maker.JEKYLL,
}
OTHERS = (
    (re.compile(r"astro\.config\.\w+"), Maker.ASTRO),
    (re.compile(r"\.?eleventy(?:\.config)?\.\w+"), Maker.ELEVENTY),
)
STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
HEXO_STYLE = ":year/:month/:day/:title/"


@dataclass(frozen=True)
class Plan:
    """How a site is laid out."""

    maker: Maker = Maker.NONE
    address: str = ""
    title: str = ""
    language: str = ""
    # From a section of texts to how their addresses are made; "" is every other.
    patterns: tuple[tuple[str, str], ...] = ()

    def root_of(self, name: str) -> str | None:
        """Return above what a text stands, None where no texts stand."""
        roots = [root for root in ROOTS[self.maker] if name.startswith(root)]
        if not roots or NO_TEXTS.match(PurePosixPath(name).name):
            return None
        folders = PurePosixPath(name[len(roots[0]) :]).parts[:-1]
        if self.maker is not Maker.NONE and TEMPLATES.intersection(folders):
            return None
        return roots[0]

    def is_post(self, name: str, told: Told) -> bool:
        """Tell an article from a page about the site."""
        folders = PurePosixPath(name).parts[:-1]
        if told.is_page:
            return False
        if self.maker in (Maker.JEKYLL, Maker.HEXO):
            return bool({"_posts", "_drafts"}.intersection(folders))
        if self.maker in (Maker.HUGO, Maker.ASTRO, Maker.ELEVENTY):
            return told.published is not None
        return True

    def addresses(self, name: str, told: Told) -> tuple[str, ...]:
        """Return where a text stood, without the host."""
        root = self.root_of(name) or ""
        path = PurePosixPath(name[len(root) :])
        if told.address:
            return (self._whole(told.address, path, told),)
        if name.lower().endswith((".html", ".htm")) and self.maker is Maker.NONE:
            return tuple(
                dict.fromkeys([f"/{path}", f"/{_folder(path)}" if path.stem == "index" else f"/{path}"])
            )
        is_dated = self.maker in (Maker.JEKYLL, Maker.HEXO) and self.is_post(name, told)
        pattern = self._pattern(path, is_dated=is_dated)
        if pattern:
            made = self._whole(pattern, path, told)
            return (made, made.removesuffix(".html") + "/") if made.endswith(".html") else (made,)
        stem = told.slug if told.slug and self.maker is Maker.HUGO else path.stem
        if path.stem in ("index", "_index"):
            above = PurePosixPath(_folder(path))
            placed = str(above.with_name(told.slug)) if told.slug and above.name else str(above)
        else:
            placed = f"{_folder(path)}{stem}"
        placed = placed.strip("/.")
        plain = f"/{placed}/" if placed else "/"
        # Jekyll writes pages as files; whichever it did, it is one of these.
        return (plain, f"/{placed}.html") if self.maker is Maker.JEKYLL and placed else (plain,)

    def _pattern(self, path: PurePosixPath, *, is_dated: bool) -> str:
        known = dict(self.patterns)
        if self.maker is Maker.HUGO and len(path.parts) > 1:
            return known.get(path.parts[0], "")
        return known.get("", "") if is_dated else ""

    def _whole(self, pattern: str, path: PurePosixPath, told: Told) -> str:
        _day, stem = named_after(path.parent.name if path.stem in ("index", "_index") else path.stem)
        moment = told.published or datetime.min
        title = told.slug or stem
        said = {
            "year": f"{moment:%Y}",
            "month": f"{moment:%m}",
            "i_month": str(moment.month),
            "monthname": f"{moment:%B}".lower(),
            "day": f"{moment:%d}",
            "i_day": str(moment.day),
            "y_day": f"{moment:%j}",
            "yearday": str(int(f"{moment:%j}")),
            "short_year": f"{moment:%y}",
            "hour": f"{moment:%H}",
            "minute": f"{moment:%M}",
            "second": f"{moment:%S}",
            "title": make_slug(told.title)
            if self.maker is Maker.HUGO and not told.slug and told.title
            else title,
            "post_title": stem,
            "name": stem,
            "slug": title if told.slug or self.maker is not Maker.HUGO else make_slug(told.title) or title,
            "filename": stem,
            "contentbasename": stem,
            "section": path.parts[0] if len(path.parts) > 1 else "",
            "sections": _folder(path).strip("/"),
            "categories": "/".join(make_slug(name) for name in told.categories),
            "category": make_slug(told.categories[0]) if told.categories else "",
            "output_ext": ".html",
            "basename": path.stem,
            "path": str(path.with_suffix("")),
        }
        made = re.sub(
            r":([a-z_]+)",
            lambda found: said.get(found[1], found[0]),
            pattern.replace(":title:output_ext", ":title.html"),
        )
        return re.sub(r"/{2,}", "/", f"/{made}")


def plan_of(store: Store, names: list[str]) -> Plan:
    """Find out what a site was made with, and what its settings say."""
    tops = [name for name in names if name.count("/") <= 2]
    for name in tops:
        if name in SETTINGS and (maker := _confirmed(SETTINGS[name], names)):
            return _told_by_settings(maker, _settings(store, name))
    for name in tops:
        maker = next((maker for pattern, maker in OTHERS if pattern.fullmatch(name)), None)
        if maker:
            return Plan(maker)
    if any(name.startswith("_posts/") or "/_posts/" in name for name in names):
        hexo = any(name.startswith("source/_posts/") for name in names)
        return _told_by_settings(Maker.HEXO if hexo else Maker.JEKYLL, FrontMatter())
    return Plan()


def _confirmed(maker: Maker, names: list[str]) -> Maker | None:
    """Return a site's maker if its files bear it out: two name their settings alike."""
    if maker is Maker.JEKYLL and any(name.startswith("source/") for name in names):
        return Maker.HEXO
    if maker is Maker.HUGO and not any(name.startswith("content/") for name in names):
        return None
    return maker


def _settings(store: Store, name: str) -> FrontMatter:
    if store.size(name) > LARGEST_SETTINGS:
        return FrontMatter()
    with store.open(name) as file:
        try:
            text = manuscripts.read(file.read())
        except ManuscriptError:
            return FrontMatter()
    fence = "+++" if name.endswith(".toml") else "---"
    return split_front_matter(f"{fence}\n{text.strip().removeprefix('---')}\n{fence}\n")[0]


def _told_by_settings(maker: Maker, said: FrontMatter) -> Plan:
    address = said.one("baseurl", "url")
    if maker is not Maker.HUGO:
        host, path = said.one("url"), said.one("baseurl" if maker is Maker.JEKYLL else "root")
        address = f"{host.rstrip('/')}/{path.strip('/')}" if host else ""
    patterns = tuple(
        (name.removeprefix("permalinks."), str(value))
        for name, value in said.values.items()
        if name.startswith("permalinks.") and isinstance(value, str)
    )
    style = said.one("permalink")
    if maker is Maker.JEKYLL:
        patterns = (("", STYLES.get(style or "date", style)),)
    elif maker is Maker.HEXO:
        patterns = (("", style or HEXO_STYLE),)
    return Plan(
        maker,
        address=address.rstrip("/") if urlsplit(address).scheme in ("http", "https") else "",
        title=said.one("title"),
        language=said.one("languagecode", "defaultcontentlanguage", "lang", "language", "locale"),
        patterns=patterns,
    )


def _folder(path: PurePosixPath) -> str:
    """Return the folder a text stands in, as its address has it."""
    parts = [part for part in path.parts[:-1] if part not in ("_posts", "_drafts")]
    return "/".join(part.removeprefix("_") for part in parts) + ("/" if parts else "")
