"""One item of an export as plain values, whatever the namespaces in it are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

NEVER = "0000-00-00"
MOST_FIELDS = 2_000


@dataclass
class Chosen:
    """A category, tag or author that an item names."""

    domain: str
    slug: str
    name: str


@dataclass
class Item:
    """What an item says, by the names its elements have without their namespace."""

    said: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    chosen: list[Chosen] = field(default_factory=list)
    old_slugs: list[str] = field(default_factory=list)
    comments: int = 0

    def of(self, name: str) -> str:
        """Return what an element says, "" where there is none."""
        return self.said.get(name, "")

    def moment(self, name: str, *, zone: tzinfo) -> datetime | None:
        """Return a time of the item: where its universal one is unset, by the clock of the newsroom."""
        for text, meant in ((self.of(f"{name}_gmt"), UTC), (self.of(name), zone)):
            if text and not text.startswith(NEVER):
                try:
                    return datetime.fromisoformat(text.strip()).replace(tzinfo=meant)
                except ValueError:
                    continue
        return None

    def published(self, *, zone: tzinfo) -> datetime | None:
        """Return when the item says it was published."""
        if self.of("post_date_gmt").startswith(NEVER) or not self.of("post_date_gmt"):
            try:
                found = parsedate_to_datetime(self.of("pubDate"))
            except (ValueError, TypeError, IndexError):
                found = None
            # The export writes a date below zero for what has none.
            if found is not None and found.year > 1 and "-0001" not in self.of("pubDate"):
                return found if found.tzinfo else found.replace(tzinfo=UTC)
        return self.moment("post_date", zone=zone)


def item_of(element: Any) -> Item:
    """Return an item's element as plain values."""
    item = Item()
    for child in element:
        name, space = names_of(child)
        if name == "postmeta":
            _add_field(item, child)
        elif name == "comment":
            item.comments += 1
        elif name == "category":
            item.chosen.append(
                Chosen(child.get("domain") or "category", child.get("nicename") or "", text_of(child))
            )
        elif name == "encoded":
            item.said["excerpt" if "excerpt" in space else "content"] = text_of(child, strip=False)
        elif name:
            item.said.setdefault(name, text_of(child))
    return item


def _add_field(item: Item, element: Any) -> None:
    pair = {names_of(child)[0]: text_of(child) for child in element}
    key, value = pair.get("meta_key", ""), pair.get("meta_value", "")
    if key == "_wp_old_slug":
        item.old_slugs.append(value)
    elif key and len(item.fields) < MOST_FIELDS:
        item.fields.setdefault(key, value)


def names_of(element: Any) -> tuple[str, str]:
    """Return the name of an element without its namespace, and the namespace or the prefix it has."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, brace, name = tag.rpartition("}")
    if brace:
        return name, space
    prefix, _colon, name = tag.rpartition(":")
    return name, prefix


def text_of(element: Any, *, strip: bool = True) -> str:
    """Return all text of an element."""
    text = "".join(_texts(element))
    return text.strip() if strip else text


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
