"""The newsroom itself as every page shows it, by one query."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from articles.models import ArticleTag
from images.pictures import Picture
from images.renditions import ICONS, TAB_ICON, TOUCH_ICON, icon_size
from masthead.colours import Stylesheet, stylesheet
from masthead.models import KEY, Newsroom
from pages.models import PageEdition
from publishing.site import absolute

PICTURES = ("logo", "logo_dark", "icon")
COLUMNS = (
    "name",
    "tagline",
    "language",
    "time_zone",
    "accent",
    "contact_email",
    "contact_address",
    "links",
    "footer_text",
    "lets_search_in",
    "lets_answers_in",
    "lets_training_in",
    "security_contact",
)
MENU = ("menu__label", "menu__address", "menu__tag__name", "menu__tag__slug")
"""A page's name and address are asked for apart: readers see those of its live edition."""
LOGO_WIDTH = 640
"""How wide the logo is that machines are told of, at most."""


@dataclass(frozen=True)
class MenuLink:
    """One entry of the menu as readers see it."""

    label: str
    address: str


@dataclass(frozen=True)
class Site:
    """What every page shows of the newsroom; also what its pages are made with: language and zone."""

    name: str
    language: str
    time_zone: str
    tagline: str = ""
    accent: str = ""
    contact_email: str = ""
    contact_address: str = ""
    links: Sequence[str] = ()
    footer_text: str = ""
    lets_search_in: bool = True
    lets_answers_in: bool = True
    lets_training_in: bool = False
    security_contact: str = ""
    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon: Picture | None = None
    menu: Sequence[MenuLink] = ()

    @cached_property
    def token(self) -> str:
        """Return a word that is another one as soon as any page would show anything else of it."""
        return blake2b(repr(self).encode(), digest_size=12).hexdigest()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def stylesheet(self) -> Stylesheet | None:
        return stylesheet(self.accent) if self.accent else None

    @property
    def style_address(self) -> str:
        return reverse("style", args=[self.stylesheet.digest]) if self.stylesheet else ""

    @property
    def logo_element(self) -> SafeString:
        """Return the logo as a page shows it; its description is the name it stands for."""
        if self.logo is None:
            return SafeString()
        return self.logo.picture(alt=self.name, size="logo", dark=self.logo_dark)

    @property
    def tab_icon(self) -> str:
        return self.icon.address(TAB_ICON) if self.icon else ""

    @property
    def touch_icon(self) -> str:
        return self.icon.address(TOUCH_ICON) if self.icon else ""

    @property
    def elsewhere(self) -> list[MenuLink]:
        """Return the newsroom's pages on other sites, each named by where it is."""
        return [MenuLink(urlsplit(link).netloc.removeprefix("www."), link) for link in self.links]

    @property
    def icons(self) -> list[tuple[str, int]]:
        """Return the address and the width of each size of the newsroom's own icon."""
        icon = self.icon
        return (
            [(icon.address(name), icon_size(name, icon.width, icon.height)) for name in ICONS] if icon else []
        )

    @property
    def publisher(self) -> dict[str, Any]:
        """Return the newsroom as the publisher of an article, for machines."""
        data: dict[str, Any] = {"@type": "Organization", "name": self.name, "url": absolute("/")}
        if self.logo:
            width = min(self.logo.width, LOGO_WIDTH)
            address = absolute(self.logo.address(f"{width}.jpg"))
            data["logo"] = {"@type": "ImageObject", "url": address}
        return data

    @property
    def organization(self) -> dict[str, Any]:
        """Return all that machines are told of the newsroom."""
        more = {
            "slogan": self.tagline,
            "email": self.contact_email,
            "address": self.contact_address,
            "sameAs": list(self.links),
        }
        return {"@context": "https://schema.org"} | self.publisher | {k: v for k, v in more.items() if v}

    @contextmanager
    def locale(self) -> Iterator[None]:
        """Speak the newsroom's language, and show times in its zone."""
        with translation.override(self.language), timezone.override(self.zone):
            yield


def site_of(request: HttpRequest) -> Site:
    """Return the newsroom a request has; Django's types know another kind of site by that name."""
    site: Any = request.site
    return cast(Site, site)


def site_to_begin_with() -> Site:
    """Return the newsroom as it is until somebody says what it is."""
    return Site(name=settings.SITE_NAME, language=settings.LANGUAGE_CODE, time_zone=settings.TIME_ZONE)


def site_at(moment: datetime) -> Site:
    """Return the newsroom with the menu that leads somewhere at that moment."""
    tagged = ArticleTag.objects.live(moment).filter(tag=OuterRef("menu__tag"))
    pages = PageEdition.objects.live(moment).filter(working_copy=OuterRef("menu__page"))
    sizes = [f"{picture}__{part}" for picture in PICTURES for part in ("key", "width", "height")]
    rows: list[dict[str, Any]] = list(
        Newsroom.objects.filter(key=KEY)
        .order_by("menu__position", "menu__pk")
        .values(
            *COLUMNS,
            *sizes,
            *MENU,
            tag_is_public=Exists(tagged),
            page_title=Subquery(pages.values("title")[:1]),
            page_slug=Subquery(pages.values("slug")[:1]),
        )
    )
    if not rows:
        return site_to_begin_with()
    row = rows[0]
    found: dict[str, Any] = {name: row[name] for name in COLUMNS} | {
        "name": row["name"] or settings.SITE_NAME,
        "language": _known_language(row["language"]) or settings.LANGUAGE_CODE,
        "time_zone": _known_zone(row["time_zone"]) or settings.TIME_ZONE,
        "menu": [link for each in rows if (link := _menu_link(each))],
    }
    return Site(**found | {name: _picture(row, name) for name in PICTURES})


def _menu_link(row: Mapping[str, Any]) -> MenuLink | None:
    """Return an entry of the menu, unless it leads to nothing readers can see."""
    if row["menu__address"]:
        return MenuLink(row["menu__label"], row["menu__address"])
    if row["page_slug"]:
        return MenuLink(row["menu__label"] or row["page_title"], reverse("page", args=[row["page_slug"]]))
    if row["tag_is_public"]:
        address = reverse("tag", args=[row["menu__tag__slug"]])
        return MenuLink(row["menu__label"] or row["menu__tag__name"], address)
    return None


def _picture(row: Mapping[str, Any], name: str) -> Picture | None:
    if not row[f"{name}__key"]:
        return None
    return Picture(key=row[f"{name}__key"], width=row[f"{name}__width"], height=row[f"{name}__height"])


def _known_language(code: str) -> str:
    """Return a language this program still has."""
    return code if code and translation.check_for_language(code) else ""


def _known_zone(name: str) -> str:
    """Return a zone this machine still has."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
