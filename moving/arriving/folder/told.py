"""What a file says of itself above its text, whichever generator it was written for."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from manuscripts.formats.front_matter import PAIR, FrontMatter

NO = frozenset(["false", "no", "off", "0"])
YES = frozenset(["true", "yes", "on", "1"])
ZONED = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})[T ](?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC)?"
)
WORDED = (
    "%b %d %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%a %b %d %Y",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y",
)
# Hugo makes no page of these, or lists it nowhere.
NEVER = frozenset(["never", *NO])
UNBUILT = ("build.render", "build.list", "_build.render", "_build.list")
HIDDEN = re.compile(
    r"\b(?:draft|headless)\s*:\s*[\"']?true\b|\b(?:render|list)\s*:\s*[\"']?(?:never|false)\b", re.I
)
NAMED = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})-(?P<rest>.+)")
CHANGED = ("lastmod", "updated", "update", "modified", "updateddate", "last_modified_at", "updated_at")
PICTURES = (
    *("image", "cover", "featured_image", "featuredimage", "featureimage", "feature_image", "thumbnail"),
    *("hero", "heroimage", "hero_image", "banner", "photo", "image.src", "image.url", "image.path"),
    *(
        "image.feature",
        "cover.image",
        "cover.src",
        "cover.url",
        "header.image",
        "header.teaser",
        "hero.image",
    ),
    *(
        "coverimage",
        "cover_image",
        "ogimage",
        "og_image",
        "img",
        "img.url",
        "preview",
        "teaser",
        "frontimage",
        "images",
        "photos",
    ),
)
ALTS = (
    "image.alt",
    "cover.alt",
    "image_alt",
    "imagealt",
    "heroalt",
    "hero.alt",
    "cover_alt",
    "featured_image_alt",
    "alt",
)
CAPTIONS = (
    "image.caption",
    "cover.caption",
    "image_caption",
    "caption",
    "header.caption",
    "featured_image_caption",
)


@dataclass(frozen=True)
class Told:
    """What a file says, as far as it says it."""

    title: str = ""
    summary: str = ""
    published: datetime | None = None
    changed: datetime | None = None
    expires: datetime | None = None
    is_draft: bool = False
    is_closed: bool = False
    is_page: bool = False
    # What stands in its folder, and below, has no readers.
    hides_below: bool = False
    slug: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    canonical: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    picture: str = ""
    alt: str = ""
    caption: str = ""
    unread: tuple[tuple[int, str], ...] = field(default=())


def told_by(front: FrontMatter, *, zone: tzinfo, splits_words: bool = False) -> Told:
    """Return what stands above a text; `splits_words` where a generator reads blanks as commas."""
    status, layout = front.one("status").lower(), (front.one("layout"), front.one("type"))
    place = front.one("permalink", "url")
    return Told(
        title=front.one("title", "headline"),
        summary=front.one(
            "description", "summary", "excerpt", "subtitle", "dek", "standfirst", "lead", "deck"
        ),
        published=_published(front, zone),
        changed=_first(front, zone, *CHANGED),
        expires=_first(front, zone, "expirydate", "unpublishdate"),
        is_draft=front.one("draft").lower() in YES
        or front.one("published").lower() in NO
        or status in ("draft", "pending"),
        is_closed=_is_closed(front, status),
        is_page="page" in (value.lower() for value in layout),
        hides_below=front.one("cascade.draft", "cascade.headless", "cascade.private").lower() in YES
        or any(map(HIDDEN.search, front.all("cascade")))
        or any(front.one(f"cascade.{name}").lower() in NEVER for name in UNBUILT),
        slug=front.one("slug"),
        address=place if place.startswith("/") or "/" in place else "",
        aliases=front.all("aliases", "alias", "redirect_from", "old_url", "old_urls", "redirects"),
        canonical=_canonical(front),
        language=front.one("lang", "language", "locale"),
        authors=tuple(
            name.removeprefix("By ") for name in _all(front, "author", "authors", "author.name", "byline")
        ),
        categories=_all(front, "categories", "category", "section", splits_words=splits_words),
        tags=_all(front, "tags", "tag", "topics", "keywords", splits_words=splits_words),
        picture=front.one(*PICTURES),
        alt=front.one(*ALTS),
        caption=front.one(*CAPTIONS),
        # What stands inside a value that is not asked for says how a page is shown.
        unread=tuple((line, words) for line, words in front.unread if not PAIR.match(words)),
    )


def _is_closed(front: FrontMatter, status: str) -> bool:
    """Tell whether not everybody could read it."""
    return (
        bool(front.one("password"))
        or status in ("private", "hidden")
        or any(front.one(name).lower() in YES for name in ("private", "hidden", "unlisted", "headless"))
        or any(front.one(name).lower() in NEVER for name in UNBUILT)
        or front.one("visibility").lower() not in ("", "public")
    )


def _canonical(front: FrontMatter) -> str:
    said = map(front.one, ("canonical_url", "canonical", "canonicalurl"))
    return next((address for address in said if address.startswith("http")), "")


def named_after(stem: str) -> tuple[str, str]:
    """Return the day a file is named for, "" if for none, and the rest of its name."""
    found = NAMED.fullmatch(stem)
    return (found["day"], found["rest"]) if found else ("", stem)


def moment_of(text: str, *, zone: tzinfo) -> datetime | None:
    """Return a moment as people and generators write it; a day alone is its first moment."""
    text = text.strip()
    if found := ZONED.match(text):
        year, month, day = map(int, found["day"].split("-"))
        hour, minute, second = [*map(int, found["time"].split(":")), 0][:3]
        offset = (found["zone"] or "").replace("Z", "+0000").replace("UTC", "+0000").replace(":", "")
        try:
            moment = datetime.combine(date(year, month, day), time(hour, minute, second))
            return moment.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo if offset else zone)
        except ValueError:
            return None
    for pattern in ("%Y-%m-%d", *WORDED):
        try:
            return datetime.strptime(text.replace(",", "").strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def _first(front: FrontMatter, zone: tzinfo, *names: str) -> datetime | None:
    return next((moment for name in names if (moment := moment_of(front.one(name), zone=zone))), None)


def _published(front: FrontMatter, zone: tzinfo) -> datetime | None:
    """Return since when readers have a text: no sooner than the day it says it goes public."""
    written = _first(
        front, zone, "date", "publishdate", "pubdate", "published_at", "published", "datetime", "created"
    )
    public = _first(front, zone, "publishdate", "publish_date", "pubdate", "published_at")
    return max(filter(None, (written, public)), default=None) if _is_ahead(public) else written


def _is_ahead(moment: datetime | None) -> bool:
    return moment is not None and moment > datetime.now(tz=moment.tzinfo)


def _all(front: FrontMatter, *names: str, splits_words: bool = False) -> tuple[str, ...]:
    """Return every value of these; a line of several has commas between them."""
    found: list[str] = []
    for name in names:
        value = front.values.get(name, [])
        if isinstance(value, str) and splits_words and "," not in value:
            found += value.split()
        elif isinstance(value, str):
            found += value.split(",") if name not in ("author", "author.name", "byline") else [value]
        elif isinstance(value, list):
            # Hexo writes a category below another as a list within the list.
            found += [part.strip("[]") for part in value if isinstance(part, str)]
    tidy = (" ".join(name.split()).strip("\"'#") for name in found)
    return tuple(dict.fromkeys(name for name in tidy if name))
