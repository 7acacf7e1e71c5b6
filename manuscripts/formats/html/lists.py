"""Lists: from items with levels, as programs write them in many ways, to lists within lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from manuscripts.manuscript import Block, BlockQuote, Bullets, Item, Paragraph

BULLETS = frozenset("·•◦▪▫■□●○–—-*o§ØüvqwàðÞ➢➤✓✔→⁃‣∙\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf02d⮚❖∗")
TYPED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})(?:[.)]|(?:\.\d{1,3})+[.)]?)")
# A marker typed as text: what it is, then blanks that do not break or a tab.
TYPED_MARKER = re.compile(
    r"(?:(?P<bullet>[·•◦▪■●○§Øü➢✓\uf0b7\uf0a7\uf0d8\uf0fc\uf076])|(?P<number>\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]))"
    r"[ \t\n\r]*(?:[\u00a0\t][ \u00a0\t\n\r]*)+"
)


@dataclass
class Point:
    """One item on its way into a list; `goes_on` says that it belongs to the last one of its level."""

    level: int
    ordered: bool
    name: str
    blocks: list["Block | Point | Quoted"] = field(default_factory=list)
    goes_on: bool = False


@dataclass
class _List:
    level: int
    ordered: bool
    name: str
    items: list[list[Block]] = field(default_factory=list)


@dataclass
class Quoted:
    """A part of a quotation set apart; `goes_on` says that it belongs to the one before it."""

    blocks: list[Block]
    goes_on: bool = False


def is_ordered(marker: str) -> bool | None:
    """Tell whether a marker numbers an item; None where it is none."""
    marker = marker.replace("\u00a0", " ").strip()
    if not marker:
        return None
    if len(marker) == 1 and marker in BULLETS:
        return False
    return True if TYPED.fullmatch(marker) else None


def stitched(blocks: Sequence["Block | Point | Quoted"]) -> list[Block]:
    """Return blocks with the items among them as lists."""
    made: list[Block] = []
    open_: list[_List] = []

    def close(to: int) -> None:
        while len(open_) > to:
            inner = open_.pop()
            bullets = Bullets(tuple(Item(tuple(item)) for item in inner.items), inner.ordered)
            (open_[-1].items[-1] if open_ else made).append(bullets)

    quoted: list[Block] = []

    def close_quotation() -> None:
        if quoted:
            made.append(BlockQuote(tuple(quoted)))
            quoted.clear()

    for block in blocks:
        if not isinstance(block, Quoted) or not block.goes_on:
            close_quotation()
        if isinstance(block, Quoted):
            close(0)
            quoted += block.blocks
            continue
        if not isinstance(block, Point):
            close(0)
            made.append(block)
            continue
        within = stitched(block.blocks)
        while open_ and open_[-1].level > block.level:
            close(len(open_) - 1)
        if block.goes_on:
            (open_[-1].items[-1] if open_ else made).extend(within)
            continue
        if not within:
            continue
        last = open_[-1] if open_ else None
        if (
            last is not None
            and last.level == block.level
            and (last.ordered != block.ordered or last.name != block.name)
        ):
            close(len(open_) - 1)
            last = open_[-1] if open_ else None
        if last is None or last.level < block.level:
            open_.append(_List(block.level, block.ordered, block.name))
        open_[-1].items.append(within)
    close(0)
    close_quotation()
    return made


def opens_with_marker(paragraph: Paragraph) -> re.Match[str] | None:
    """Return the marker that is typed before an item's words, if one is."""
    return TYPED_MARKER.match(paragraph.text)
