"""The one way from here to a page somebody names: guarded, bounded, and off unless a newsroom turns it on.

A pasted address can lead anywhere, into the newsroom's own network too. So a host is resolved once, every
address it has must be public, and the connection goes to the very address that was looked at.
"""

import io
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from publishing.errors import WorkflowError

SECONDS = 5.0
LONGEST_CONNECTING = 2.0
MOST_BYTES = 2_000_000
MOST_REDIRECTS = 5
MOST_ADDRESSES = 8
LONGEST_ADDRESS = 2_000
PIECE = 65_536
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# Written out, because what Python calls global differs from release to release.
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        # A cloud's own services, at an address that looks like any other.
        "168.63.129.16/32",
        # What holds another address within, or is for tests and documents.
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]
# Whatever lies outside is for one machine, one network, many at once, or a way to an IPv4 address.
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")


class CannotFetch(WorkflowError):
    """A page was not read; `str()` is a sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: content of which kinds, how many bytes of it, and in how many seconds.

    Of what is larger the beginning will do, unless it is wanted `whole`. `agent` says what asks, and not for
    whom: whoever runs a page need not learn which newsroom looks at it.
    """

    kinds: frozenset[str]
    agent: str
    most: int
    whole: bool = False
    seconds: float = SECONDS


PAGE = Wanted(
    kinds=frozenset({"text/html", "application/xhtml+xml"}),
    agent="Newsroom (reads the title of a page that is to be cited)",
    most=MOST_BYTES,
)
FEED = Wanted(
    kinds=frozenset(
        [
            *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
            *("application/xml", "text/xml", "application/json", "text/plain"),
        ]
    ),
    agent="Newsroom (reads a feed that is to be brought in)",
    most=20_000_000,
    whole=True,
    seconds=30.0,
)
PICTURE = Wanted(
    kinds=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/tiff"}),
    agent="Newsroom (takes over a picture of a text that was brought in)",
    most=30_000_000,
    whole=True,
    seconds=30.0,
)


@dataclass(frozen=True)
class Fetched:
    """What came: where it was in the end, what it said its letters are, and its bytes."""

    address: str
    charset: str
    data: bytes


Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], socket.socket]


def resolve(host: str, port: int) -> list[str]:
    """Return every address a host has."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Open a connection to an address; nothing is resolved, and no proxy is asked."""
    return socket.create_connection((address, port), timeout=seconds)


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the internet at large, and to nothing nearer."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (found.scope_id or found not in _PUBLIC_IPV6):
        return False
    return not any(found.version == network.version and found in network for network in _NOT_PUBLIC)


_one_at_a_time = threading.Lock()
_workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetching")


def fetch_page(
    address: str, *, resolve: Resolve = resolve, connect: Connect = connect, seconds: float = SECONDS
) -> Fetched:
    """Return a page of the internet, or refuse."""
    return fetch(address, replace(PAGE, seconds=seconds), resolve=resolve, connect=connect)


def fetch(address: str, wanted: Wanted, *, resolve: Resolve = resolve, connect: Connect = connect) -> Fetched:
    """Return what is at an address of the internet, or refuse; whatever is there, the answer comes in time.

    One at a time: a process that waits for many slow pages would have no thread left for its own.
    """
    if not settings.FETCH_PAGES:
        raise CannotFetch(_("This newsroom reads no pages by itself."))
    if not _one_at_a_time.acquire(blocking=False):
        raise CannotFetch(_("Another page is being read just now. Try again in a moment."))
    errand = _Errand(wanted, resolve=resolve, connect=connect, until=time.monotonic() + wanted.seconds)
    # What it refuses is said in the language of whoever asked.
    future: Future[Fetched] = _workers.submit(copy_context().run, errand.run, address)
    # Looking a name up cannot be broken off: until it has ended nobody else begins.
    future.add_done_callback(lambda done: _one_at_a_time.release())
    try:
        return future.result(timeout=wanted.seconds)
    except TimeoutError:
        raise _too_slow() from None
    except (OSError, HTTPException, UnicodeError, zlib.error) as error:
        raise CannotFetch(
            _("The page could not be read: its server did not answer as one should.")
        ) from error


def _too_slow() -> CannotFetch:
    return CannotFetch(_("The page took too long, so it was not read."))


@dataclass
class _Errand:
    """One page to be fetched, with what time is left for it."""

    wanted: Wanted
    resolve: Resolve
    connect: Connect
    until: float

    def run(self, address: str) -> Fetched:
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self._ask(address)
            if isinstance(answer, Fetched):
                return answer
            address = _onward(address, answer)
        raise CannotFetch(_("The address leads on and on, so the page was not read."))

    def left(self) -> float:
        """Return how many seconds are left; refuse when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise _too_slow()
        return left

    def _ask(self, address: str) -> Fetched | str:
        """Return the page at an address, or the address it leads on to."""
        parts, host, port = _checked(address)
        with self._connected(parts.scheme, host, port) as connection:
            connection.settimeout(self.left())
            connection.sendall(_question(parts, host, self.wanted))
            response = HTTPResponse(_Timed(connection, self), method="GET")  # type: ignore[arg-type]
            response.begin()
            if response.status in REDIRECTS and (onward := response.headers.get("Location")):
                return onward[:LONGEST_ADDRESS]
            return Fetched(address, _charset_of(response, self.wanted), _body(response, self.wanted))

    def _connected(self, scheme: str, host: str, port: int) -> socket.socket:
        refused: OSError | None = None
        for public in self._addresses(host, port):
            try:
                plain = self.connect(public, port, min(self.left(), LONGEST_CONNECTING))
            except OSError as error:
                refused = error
                continue
            try:
                plain.settimeout(self.left())
                return tls().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
            except (OSError, ValueError, WorkflowError):
                plain.close()
                raise
        raise refused or OSError("no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = self.resolve(host, port)[:MOST_ADDRESSES]
        except (OSError, UnicodeError):
            found = []
        self.left()
        if not found:
            raise CannotFetch(_("There is no such host: %(host)s.") % {"host": host})
        if not all(map(is_public, found)):
            raise _not_public()
        return found


def tls() -> ssl.SSLContext:
    """Return what a server's certificate is checked by: its name, and whoever this machine trusts."""
    return ssl.create_default_context()


class _Timed:
    """A connection to read an answer from: each piece may take what is left of the whole time, no more."""

    def __init__(self, connection: socket.socket, errand: _Errand) -> None:
        self.connection, self.errand = connection, errand

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Pieces(self.connection, self.errand))


class _Pieces(io.RawIOBase):
    def __init__(self, connection: socket.socket, errand: _Errand) -> None:
        self.connection, self.errand = connection, errand

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(self.errand.left())
        return self.connection.recv_into(buffer)


def _not_public() -> CannotFetch:
    return CannotFetch(_("This address is not one of the public internet, so nothing is read there."))


def _onward(address: str, location: str) -> str:
    """Return the address a page leads on to, as it says it or from where it stands."""
    try:
        return urljoin(address, location)
    except ValueError:
        raise _not_public() from None


def _checked(address: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address that may be asked, with its host and port."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
    except ValueError:
        raise _not_public() from None
    if len(address) > LONGEST_ADDRESS or port not in PORTS.values() or parts.scheme not in PORTS:
        raise _not_public()
    if not host or "@" in parts.netloc or not host.isprintable() or any(sign in host for sign in " %\\/"):
        raise _not_public()
    return parts, host, port


def _question(parts: SplitResult, host: str, wanted: Wanted) -> bytes:
    """Return the request, without a word of who asks for it."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?") if parts.query else ""
    shown = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, PORTS[parts.scheme]) else f":{parts.port}"
    lines = (
        f"GET {path}{query} HTTP/1.1",
        f"Host: {shown}{port}",
        f"User-Agent: {wanted.agent}",
        f"Accept: {', '.join(sorted(wanted.kinds, reverse=True))}",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


def _charset_of(response: HTTPResponse, wanted: Wanted) -> str:
    """Return what the letters of a page are said to be; refuse what is no page."""
    if response.status != 200:
        raise CannotFetch(
            _("The page was not read: its server said %(status)d.") % {"status": response.status}
        )
    headers = response.headers
    if "Content-Type" not in headers or headers.get_content_type() not in wanted.kinds:
        if wanted.kinds == PAGE.kinds:
            raise CannotFetch(
                _("At this address there is no web page but a file, so nothing was read of it.")
            )
        raise CannotFetch(_("At this address there is something else than was looked for."))
    return headers.get_content_charset() or ""


def _body(response: HTTPResponse, wanted: Wanted) -> bytes:
    """Return the beginning of a page, unpacked; what comes after the most that is read says nothing of it."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise CannotFetch(_("The page came packed in a way that is not read here."))
    unpack = _unpacked if "gzip" in packing else iter
    kept = bytearray()
    # One more than is kept tells whether that is all of it.
    most = wanted.most + wanted.whole
    for piece in unpack(_pieces(response, most)):
        kept += piece[: most - len(kept)]
        if len(kept) >= most:
            break
    if len(kept) > wanted.most:
        raise CannotFetch(
            _("It is larger than %(most)d MB, so it was not read.") % {"most": wanted.most // 1_000_000}
        )
    return bytes(kept)


def _pieces(response: HTTPResponse, most: int) -> Iterator[bytes]:
    taken = 0
    while taken < most and (piece := response.read1(PIECE)):
        taken += len(piece)
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack piece by piece, never more at once than a piece holds: a bomb goes off a little at a time."""
    unpacker = zlib.decompressobj(wbits=31)
    for packed in pieces:
        yield unpacker.decompress(packed, PIECE)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        if unpacker.eof:
            return
