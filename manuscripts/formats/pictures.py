"""Pictures that come along with a text: their places in it lead to them."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from manuscripts.manuscript import Block, BlockQuote, Bullets, Figure, Item, Manuscript, Picture, Table

MOST_PICTURES = 200
LARGEST = 20_000_000
_CARRIED = re.compile(r"data:image/(png|jpe?g|gif|webp|avif|tiff);base64,", re.IGNORECASE)


def with_carried(manuscript: Manuscript) -> Manuscript:
    """Return a text with the pictures that it carries within their addresses."""
    kept: dict[str, Picture] = {}
    for address in dict.fromkeys(addresses_of(manuscript.blocks)):
        found = _CARRIED.match(address)
        taken = sum(len(picture.data) for picture in kept.values())
        if found is None or len(kept) >= MOST_PICTURES or taken + len(address) > LARGEST:
            continue
        try:
            data = base64.b64decode(unquote(address[found.end() :]))
        except (binascii.Error, ValueError):
            continue
        name = f"picture-{len(kept) + 1}.{found[1].lower().replace('jpeg', 'jpg')}"
        kept[address] = Picture(name, name, data)
    if not kept:
        return manuscript
    blocks = with_pictures(manuscript.blocks, kept)
    return replace(manuscript, blocks=blocks, pictures=(*manuscript.pictures, *kept.values()))


def addresses_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield where the pictures of a text are."""
    for block in blocks:
        if isinstance(block, Figure) and block.address:
            yield block.address
        for inner in _inner(block):
            yield from addresses_of(inner)


def _inner(block: Block) -> list[tuple[Block, ...]]:
    match block:
        case Bullets(items=items):
            return [item.blocks for item in items]
        case Table(rows=rows):
            return [cell.blocks for row in rows for cell in row]
        case BlockQuote(blocks=blocks):
            return [blocks]
        case _:
            return []


def with_pictures(blocks: tuple[Block, ...], kept: dict[str, Picture]) -> tuple[Block, ...]:
    """Return blocks whose places of pictures lead to those that came along."""

    def each(block: Block) -> Block:
        match block:
            case Figure(address=address) if address in kept:
                return replace(block, picture=kept[address].id, address="")
            case Bullets(items=items):
                return replace(block, items=tuple(Item(with_pictures(item.blocks, kept)) for item in items))
            case Table(rows=rows):
                filled = tuple(
                    tuple(replace(cell, blocks=with_pictures(cell.blocks, kept)) for cell in row)
                    for row in rows
                )
                return replace(block, rows=filled)
            case BlockQuote(blocks=inner):
                return replace(block, blocks=with_pictures(inner, kept))
            case _:
                return block

    return tuple(map(each, blocks))
