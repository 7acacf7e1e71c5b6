"""Answers kept for seconds, a few of them and apart from finished pages.

Everybody asks in words of their own, so there is no end of addresses: none of them may push out a page.
An answer is as good as new while nothing at all has changed since it was asked for, and nothing it shows
has ended.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock

from django.db import connection
from django.http import HttpRequest, HttpResponse

from publishing.caching import counters, keep_until

FOR = timedelta(seconds=5)
MOST = 50
LARGEST = 100_000
"""Bytes of one answer: all of them together take five megabytes at most."""
LONGEST_QUERY = 1_000

View = Callable[[HttpRequest], tuple[HttpResponse, list[datetime]]]


@dataclass(frozen=True)
class Answer:
    """One finished answer, until when it holds, and how much had changed when it was asked for."""

    content: bytes
    kind: str
    until: datetime
    counted: tuple[int, bytes]


class Shelf:
    """The answers of one process, those asked for last."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, address: str) -> Answer | None:
        """Return what was answered here last, be it still true or not."""
        with self._lock:
            answer = self._answers.get(address)
            if answer is not None:
                self._answers.move_to_end(address)
            return answer

    def put(self, address: str, answer: Answer) -> None:
        """Keep an answer in place of the one asked for longest ago."""
        with self._lock:
            self._answers[address] = answer
            self._answers.move_to_end(address)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)


shelf = Shelf()


def kept_for_seconds(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let a view's answers be kept, here and by proxies; it says what it answers and when that ends."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        # Taken down before anything is asked: a change meanwhile makes the answer old at once.
        before = _counted()
        # What a transaction shows that is not at its end, nobody else may see.
        if before is None or connection.in_atomic_block or len(query) > LONGEST_QUERY:
            return _finished(*view(request), at=request.moment)
        address = f"{request.path}?{query}"
        kept = shelf.get(address)
        if kept is None or kept.counted != before or request.moment >= kept.until:
            response, ends = view(request)
            until = min([*ends, request.moment + FOR])
            kept = Answer(response.content, response["Content-Type"], until, before)
            if len(kept.content) <= LARGEST:
                shelf.put(address, kept)
        return _finished(HttpResponse(kept.content, kept.kind), [kept.until], at=request.moment)

    return inner


def _counted() -> tuple[int, bytes] | None:
    """Return how much has changed up to now; None where nobody can tell."""
    try:
        return counters.number(), counters.epoch()
    except OSError:
        return None


def _finished(response: HttpResponse, ends: list[datetime], *, at: datetime) -> HttpResponse:
    """Say that an answer lasts for seconds, and belongs into no index."""
    response["X-Robots-Tag"] = "noindex"
    return keep_until(response, at=at, ends=[*ends, at + FOR])
