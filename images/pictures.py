"""A picture as a page shows it: every size and format, and the browser chooses."""

from dataclasses import dataclass
from typing import Protocol, Self

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from images.renditions import CONTENT_TYPES, renditions_for, widths_for

# How wide each size stands on the page, so that the browser fetches no more than it shows.
SIZES = {
    "normal": "(min-width: 44rem) 41rem, 100vw",
    "wide": "(min-width: 64rem) 62rem, 100vw",
    "full": "(min-width: 82rem) 79rem, 100vw",
    "small": "14rem",
    "lead": "(min-width: 64rem) 51rem, 100vw",
    "teaser": "(min-width: 44rem) 25rem, 30vw",
    "logo": "(min-width: 44rem) 24rem, 70vw",
}
FALLBACK_WIDTH = 960
DARK = "(prefers-color-scheme: dark)"


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


@dataclass(frozen=True)
class Picture:
    """A picture ready to be placed in a page; `main` for the one a page opens with."""

    key: str
    width: int
    height: int
    credit: str = ""
    main: bool = False

    @classmethod
    def of(cls, image: LibraryImage, *, main: bool = False) -> Self:
        """Return the picture of a library image."""
        return cls(key=image.key, width=image.width, height=image.height, credit=image.credit, main=main)

    def address(self, name: str) -> str:
        """Return the path of a rendition, such as "og.jpg"."""
        return reverse("image", args=[self.key, name])

    def picture(self, *, alt: str, size: str = "normal", dark: "Picture | None" = None) -> SafeString:
        """Return the <picture> element; an unknown size is shown as a normal one.

        `dark` is what takes its place on dark pages.
        """
        sizes = SIZES.get(size, SIZES["normal"])
        renditions = renditions_for(self.width, self.height)
        shown = renditions[f"{max(w for w in widths_for(self.width) if w <= FALLBACK_WIDTH)}.jpg"]
        return format_html(
            '<picture>{}{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"'
            ' loading="{}" fetchpriority="{}" decoding="async"></picture>',
            dark._sources(sizes, media=format_html(' media="{}"', DARK)) if dark else "",
            self._sources(sizes),
            self.address(shown.name),
            self._srcset("jpg"),
            sizes,
            shown.width,
            shown.height,
            alt,
            "eager" if self.main or size == "logo" else "lazy",
            "high" if self.main else "auto",
        )

    def _sources(self, sizes: str, *, media: str = "") -> SafeString:
        return format_html_join(
            "",
            '<source{} type="{}" srcset="{}" sizes="{}">',
            [(media, CONTENT_TYPES[suffix], self._srcset(suffix), sizes) for suffix in ("avif", "webp")],
        )

    def _srcset(self, suffix: str) -> str:
        start = self.address("x").removesuffix("x")  # one reverse instead of one for each width
        return ", ".join(f"{start}{width}.{suffix} {width}w" for width in widths_for(self.width))
