"""Links from post to post of a site: they lead to what the posts are here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils import timezone

from manuscripts import (
    Block,
    BlockQuote,
    Bullets,
    Figure,
    Heading,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Paragraph,
    Table,
    every_block,
)
from moving.models import OldAddress
from moving.paths import as_kept

from .addresses import host_of
from .site import Post, Site, State, Term

Lead = Callable[[str], str]


class Inside:
    """What addresses of a site will lead on from here, told by their digests: there may be many."""

    def __init__(self, site: Site) -> None:
        # A reader of an export that knows of no address leads from here.
        self._hosts = {host_of(site.name), host_of(settings.SITE_URL)} - {""}
        self._public: set[int] = set()

    def add(self, one: Post | Term) -> None:
        """Take up the addresses of something readers will see."""
        if not isinstance(one, Post) or one.state is State.PUBLIC:
            self._public.update(hash(as_kept(address)) for address in one.addresses)

    def path_of(self, address: str) -> str:
        """Return the path of an address that will lead on here, else ""."""
        if host_of(address) not in self._hosts:
            return ""
        path = as_kept(address)
        return path if hash(path) in self._public else ""

    def leading(self, manuscripts: Iterable[Manuscript], beside: Mapping[str, str]) -> Lead:
        """Return what each link becomes: the address here of what is known, else the old path here.

        `beside` says where what comes in together with them will be, by its old paths.
        """
        links = {mark.value for read in manuscripts for mark in _links(read)}
        paths = {link: path for link in links if (path := self.path_of(link))}
        known = dict(beside)
        for row in OldAddress.objects.filter(path__in=set(paths.values())).led_on(timezone.now()):
            known[row.path] = row.leads_to()

        def lead(address: str) -> str:
            path = paths.get(address)
            if path is None:
                return address
            said = urlsplit(address)
            there = known.get(path) or urlunsplit(("", "", said.path or "/", said.query, ""))
            return settings.SITE_URL + there + (f"#{said.fragment}" if said.fragment else "")

        return lead


def _links(read: Manuscript) -> Iterator[Mark]:
    for block in every_block(read.blocks):
        lines = [block.caption] if isinstance(block, Figure) else [block]
        for line in lines:
            if isinstance(line, Paragraph | Heading):
                yield from (mark for mark in line.marks if mark.kind is MarkKind.LINK)


def led(blocks: Iterable[Block], lead: Lead) -> tuple[Block, ...]:
    """Return blocks whose links lead where `lead` says."""

    def marks(line: Paragraph | Heading) -> tuple[Mark, ...]:
        return tuple(
            replace(mark, value=lead(mark.value)) if mark.kind is MarkKind.LINK else mark
            for mark in line.marks
        )

    def each(block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, marks=marks(block)) if block.marks else block
            case Bullets(items=items):
                return replace(block, items=tuple(Item(led(item.blocks, lead)) for item in items))
            case Table(rows=rows):
                cells = (tuple(replace(cell, blocks=led(cell.blocks, lead)) for cell in row) for row in rows)
                return replace(block, rows=tuple(cells))
            case BlockQuote(blocks=inner):
                return replace(block, blocks=led(inner, lead))
            case Figure(caption=Paragraph() as caption):
                return replace(block, caption=replace(caption, marks=marks(caption)))
            case _:
                return block

    return tuple(map(each, blocks))
