"""A picture as a page shows it: every size and format, and the browser chooses."""

from dataclasses import dataclass
from typing import Protocol, Self

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from images.renditions import (
    CENTRE,
    CONTENT_TYPES,
    Rendition,
    focused_name,
    listed_widths,
    renditions_for,
    widths_for,
)
from publishing.pieces import Pieces

PICTURE_COLUMNS = ("key", "width", "height", "credit", "focus_x", "focus_y")
"""What is read of a picture in the library to show it."""

# How wide each size stands on the page, so that the browser fetches no more than it shows.
SIZES = {
    "normal": "(min-width: 44rem) 41rem, 100vw",
    "wide": "(min-width: 64rem) 62rem, 100vw",
    "full": "(min-width: 82rem) 79rem, 100vw",
    "small": "14rem",
    "lead": "(min-width: 64rem) 51rem, 100vw",
    "teaser": "(min-width: 44rem) 25rem, 30vw",
    "face": "4.5rem",
    "logo": "(min-width: 44rem) 24rem, 70vw",
}
# What lists show in one shape; where the page is narrow, some in another.
SHAPES = {"lead": "3x2", "teaser": "3x2", "face": "1x1"}
NARROW_SHAPES = {"teaser": "1x1"}
NARROW = "(max-width: 43.99rem)"
FALLBACK_WIDTH = 960
DARK = "(prefers-color-scheme: dark)"


_PICTURES: Pieces[SafeString] = Pieces(500)


class LibraryImage(Protocol):
    """What is read of a picture in the library to show it."""

    @property
    def key(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def credit(self) -> str: ...
    @property
    def focus(self) -> tuple[int, int]: ...


@dataclass(frozen=True)
class Picture:
    """A picture ready to be placed in a page; `main` for the one a page opens with."""

    key: str
    width: int
    height: int
    credit: str = ""
    main: bool = False
    focus: tuple[int, int] = CENTRE

    @classmethod
    def of(cls, image: LibraryImage, *, main: bool = False) -> Self:
        """Return the picture of a library image."""
        return cls(
            key=image.key,
            width=image.width,
            height=image.height,
            credit=image.credit,
            main=main,
            focus=image.focus,
        )

    def address(self, name: str) -> str:
        """Return the path of a rendition, such as "og.jpg"."""
        return reverse("image", args=[self.key, focused_name(name, self.focus)])

    def picture(self, *, alt: str, size: str = "normal", dark: "Picture | None" = None) -> SafeString:
        """Return the <picture> element; an unknown size is shown as a normal one.

        `dark` is what takes its place on dark pages.
        """
        return _PICTURES.get((self, type(self), alt, size, dark), lambda: self._element(alt, size, dark))

    def _element(self, alt: str, size: str, dark: "Picture | None") -> SafeString:
        sizes = SIZES.get(size, SIZES["normal"])
        shape = SHAPES.get(size, "")
        shown = self._fallback(shape)
        return format_html(
            '<picture>{}{}{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"'
            ' loading="{}" fetchpriority="{}" decoding="async"></picture>',
            dark._sources(sizes, media=DARK) if dark else "",
            self._sources(sizes, NARROW_SHAPES[size], media=NARROW) if size in NARROW_SHAPES else "",
            self._sources(sizes, shape),
            self.address(shown.name),
            self._srcset(shape, "jpg"),
            sizes,
            shown.width,
            shown.height,
            alt,
            "eager" if self.main or size == "logo" else "lazy",
            "high" if self.main else "auto",
        )

    def _fallback(self, shape: str) -> Rendition:
        """Return what browsers get that choose nothing by themselves."""
        offered = self._offered(shape, "jpg")
        narrow = [width for width in offered if width <= FALLBACK_WIDTH]
        return renditions_for(self.width, self.height)[offered[max(narrow)]]

    def _offered(self, shape: str, suffix: str) -> dict[int, str]:
        """Return the names of the renditions in a shape, or of the whole picture, by their widths."""
        if not shape:
            return {width: f"{width}.{suffix}" for width in widths_for(self.width)}
        widths = listed_widths(shape, self.width, self.height)
        return {width: f"{shape}-{width}.{suffix}" for width in widths}

    def _sources(self, sizes: str, shape: str = "", *, media: str = "") -> SafeString:
        condition = format_html(' media="{}"', media) if media else ""
        return format_html_join(
            "",
            '<source{} type="{}" srcset="{}" sizes="{}">',
            [
                (condition, CONTENT_TYPES[suffix], self._srcset(shape, suffix), sizes)
                for suffix in ("avif", "webp")
            ],
        )

    def _srcset(self, shape: str, suffix: str) -> str:
        start = self.address("x").removesuffix("x")  # one reverse instead of one for each width
        return ", ".join(
            f"{start}{focused_name(name, self.focus)} {width}w"
            for width, name in self._offered(shape, suffix).items()
        )
