"""Posts as manuscripts, read in a limited child while the batch before them is written."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from manuscripts import Manuscript, ManuscriptError
from manuscripts.many import Posts

from .site import Post

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Read:
    """A post and what it says, or why that could not be read."""

    post: Post
    manuscript: Manuscript | None
    fault: ManuscriptError | None = None


def read_all(posts: Iterable[Post], child: Posts, *, language: str, site: str) -> list[Read]:
    """Read posts one after the other; a bad one spoils no other."""
    return [_read(post, child, language=language, site=site) for post in posts]


def _read(post: Post, child: Posts, *, language: str, site: str) -> Read:
    if post.manuscript is not None:
        return Read(post, post.manuscript)
    try:
        told = post.language or language
        found = child.convert(post.html, address=site if site.startswith("http") else "", language=told)
    except ManuscriptError as fault:
        return Read(post, None, fault)
    return Read(replace(post, html=""), found)


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of this length."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def ahead(do: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield what is made of each item; the next is made meanwhile."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as one:
        left = iter(items)
        first = next(left, None)
        coming = None if first is None else one.submit(do, first)
        while coming is not None:
            ready = coming.result()
            item = next(left, None)
            coming = None if item is None else one.submit(do, item)
            yield ready
