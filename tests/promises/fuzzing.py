"""Requests nobody would make, made from those somebody could make; the same seed makes the same ones."""

import io
import random
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import RequestFactory
from django.test.client import encode_multipart

from newsroom.incoming import sound

TOKEN = "z" * 32
HERE = "http://testserver"
BOUNDARY = "xXxXx"
FORM = "application/x-www-form-urlencoded"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"

ODD: tuple[str, ...] = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2",
        "1.5",
        "1e9",
        "٣",
        "½",
        "NaN",
        "inf",
        "true",
        "null",
        "None",
        "on",
        "[]",
        "{}",
    ),
    "9" * 9,
    "9" * 19,
    "9" * 30,
    "-" + "9" * 25,
    "2147483648",
    "9223372036854775808",
    "9" * 5000,
    *(
        "\x00",
        "a\x00b",
        "\ud800",
        "\x7f\x1b[0m",
        "\u202e",
        "\u2028",
        "\ufeff",
        "e\u0301",
        "𝔘",
        "İ",
        "ß" * 300,
    ),
    *(
        "../../etc/passwd",
        "..",
        "/",
        "//",
        "\\",
        "%",
        "%00",
        "%ff",
        "%s%n",
        "{{ 7 }}",
        "<q>",
        "'\"; --",
        "a" * 3000,
    ),
    *(
        "2025-02-30",
        "2025-03-30T02:30",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "10000-01-01",
        "2025-W01",
        "now",
    ),
    *(
        "http://[",
        "javascript:alert(1)",
        "https://x.example/" + "a" * 3000,
        "mailto:",
        "x@y",
        "xn--a",
        "en-us",
        "xx",
    ),
    *(
        "<p>" * 200,
        "<p data-reference='x'>&#0;</p>",
        "<blockquote data-quote>",
        "<table><tr>",
        "a,b",
        "a;b",
        "a|b",
    ),
)
NAMES = (
    *(
        "before",
        "after",
        "in",
        "q",
        "p",
        "o",
        "e",
        "all",
        "_popup",
        "_to_field",
        "old",
        "new",
        "revision",
        "next",
    ),
    *(
        "_changelist_filters",
        "id__exact",
        "slug__startswith",
        "app_label",
        "model_name",
        "field_name",
        "term",
    ),
    "page",
    "stage",
    "holder",
    "public",
    "label",
    "kind",
    "object_id",
    "version",
    "edition",
    "key",
    "url",
)
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW")
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_RANGE": (
        "bytes=0-",
        "bytes=5-1",
        "bytes=a-b",
        "bytes=-9999999999999999999999",
        "x",
        "bytes=0-0,1-1",
    ),
    "HTTP_IF_NONE_MATCH": ("*", '"', 'W/"x", "', "x" * 5000),
    "HTTP_IF_MODIFIED_SINCE": (
        "yesterday",
        "Mon, 99 Foo 99999 99:99:99 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT",
    ),
    "HTTP_ACCEPT_LANGUAGE": ("de", "*", "x" * 600, "de;q=a", "zh-hant-xx-yy", "-", "\xff", "a-" * 300),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br;q=0, *;q=2", "\xff"),
    "HTTP_ACCEPT": ("*/*", "text/\xff", ","),
    "HTTP_COOKIE": (
        "newsroom_session=x",
        "newsroom_session=" + "a" * 32,
        'newsroom_session="',
        "=",
        "messages=x",
        "newsroom_csrf=x",
        "\xff=\xfe",
        "; ;",
        "newsroom_session=%00",
        "django_language=xx",
        "a" * 9000,
    ),
    "HTTP_HOST": ("evil.example", "testserver:99999", "[::1", "", "a b", "\xff", "testserver:x"),
    "HTTP_REFERER": ("http://[", "\xff", "//", "x" * 5000),
    "HTTP_ORIGIN": ("null", "http://[", "\xff", HERE),
    "HTTP_X_REQUEST_ID": ("x", "a" * 64, "\xff" * 20),
    "HTTP_X_FORWARDED_FOR": ("x", "::1", "1.2.3.4, \xff", "," * 100),
    "HTTP_X_FORWARDED_PROTO": ("https", "https,http", "x"),
    "REMOTE_ADDR": ("", "x", "::1", "fe80::1%eth0"),
    "CONTENT_TYPE": (
        *(
            FORM,
            PARTS,
            "multipart/form-data",
            f"{FORM}; charset=utf-16",
            f"{FORM}; charset=hex",
            "text/plain",
        ),
        *(
            f"{PARTS}; charset=utf-7",
            "application/json",
            "x/y; charset=\xff",
            "multipart/form-data; boundary=\xff",
        ),
        "multipart/form-data; boundary=" + "b" * 300,
        "x/y; charset=undefined",
        ";",
        "x/y; charset=idna",
    ),
    "CONTENT_LENGTH": ("", "0", "-1", "x", "5", "99999999999999999999999", "1000000000", "٣"),
    "HTTP_TRANSFER_ENCODING": ("chunked", "gzip, x"),
}
FILES: tuple[tuple[str, bytes], ...] = (
    ("a.jpg", b""),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    ("\x00.gif", b"GIF89a"),
    ("", b"x"),
    *(
        ("../a.webp", b"RIFF\0\0\0\0WEBPVP8 "),
        ("a" * 500, b"x"),
        ("é\u202e.jpg", b"\xff\xd8\xff\xe0" + b"a" * 99),
    ),
)


@dataclass
class Fault:
    """A request that was not answered as it should be, and what came of it."""

    request: str
    status: str
    place: str


@dataclass
class Fuzzer:
    """Makes requests from the addresses and forms there are, and notes every one that fails."""

    seed: int
    addresses: Sequence[str]
    forms: Sequence[tuple[str, dict[str, list[str]]]]
    sessions: Sequence[str]
    faults: list[Fault] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.application = sound(WSGIHandler())

    def run(self, count: int) -> list[Fault]:
        """Make so many requests; return what failed."""
        with connections_stay_open(), noted_exceptions() as raised:
            for _ in range(count):
                raised.clear()
                self.ask(self.environ(), raised)
        return self.faults

    def ask(self, environ: dict[str, Any], raised: list[str]) -> None:
        """Make one request, and take back whatever it changed."""
        self.asked += 1
        said = ["no answer"]
        with transaction.atomic():
            try:
                answer = self.application(environ, lambda status, headers, *rest: said.append(status))
                b"".join(answer)
                if hasattr(answer, "close"):
                    answer.close()
            except Exception:  # noqa: BLE001 (whatever gets out of the application is a fault)
                raised.append(place_of(traceback.format_exc()))
            transaction.set_rollback(True)
        # A machine that is too busy to say in time that it is well says that it is not.
        is_busy = environ["PATH_INFO"] == "/health/" and said[-1].startswith("503") and not raised
        if said[-1][0] not in "1234" and not is_busy:
            self.faults.append(Fault(shown(environ), said[-1], raised[-1] if raised else ""))

    def environ(self) -> dict[str, Any]:
        """Make one request."""
        choose = self.random.choice
        form: dict[str, list[str]] = {}
        if self.random.random() < 0.5 and self.forms:
            path, form = choose(self.forms)
            method = "POST" if self.random.random() < 0.9 else choose(METHODS)
        else:
            path, method = choose(self.addresses), choose(METHODS)
        path, _mark, query = path.partition("?")
        if self.random.random() < 0.4:
            path = self.bent(path)
        if self.random.random() < 0.5:
            query = "&".join([query, *(self.parameter() for _ in range(self.random.randint(1, 3)))]).lstrip(
                "&"
            )
        kind, body = self.body(form) if method == "POST" else ("", b"")
        environ = RequestFactory().generic(method, "/").environ | {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "HTTP_ORIGIN": HERE,
            "HTTP_COOKIE": f"newsroom_csrf={TOKEN}; newsroom_session={choose(self.sessions)}",
            "REMOTE_ADDR": "127.0.0.1",
        }
        for _ in range(choose((0, 0, 0, 1, 1, 2))):
            name = choose(list(HEADERS))
            environ[name] = choose(HEADERS[name])
        return environ

    def odd(self) -> str:
        return self.random.choice(ODD)

    def bent(self, path: str) -> str:
        """Return an address with one part that is not as it should be, as the server hands it on."""
        parts = path.split("/")
        place = self.random.randrange(1, max(2, len(parts)))
        value = self.random.choice((self.odd(), parts[place - 1], self.odd() + parts[place - 1]))
        parts[place : place + self.random.randint(0, 1)] = [value]
        return "/".join(parts).encode(errors="surrogatepass").decode("latin-1")

    def parameter(self) -> str:
        name, value = self.random.choice((*NAMES, self.odd())), self.odd()
        odd = self.random.choice(
            (quote_plus, quote, lambda text, **_how: text.encode(**ENCODED).decode("latin-1"))
        )
        return f"{odd(name, **ENCODED)}={odd(value, **ENCODED)}"

    def body(self, form: dict[str, list[str]]) -> tuple[str, bytes]:
        """Return a form's kind and bytes, mostly near to a right one."""
        fields = {name: list(values) for name, values in form.items()}
        for _ in range(self.random.choice((0, 1, 1, 2, 4))):
            name = self.random.choice([*fields, self.random.choice(NAMES), self.odd()])
            value = self.random.choice((self.odd(), self.odd(), TOKEN))
            match self.random.randrange(5):
                case 0:
                    fields.pop(name, None)
                case 1:
                    fields.setdefault(name, []).append(value)
                case _:
                    fields[name] = [value]
        if self.random.random() < 0.97:
            fields["csrfmiddlewaretoken"] = [TOKEN]
        if self.random.random() < 0.6:
            return FORM, urlencode(fields, doseq=True, **ENCODED).encode()
        return PARTS, self.parts(fields)

    def parts(self, fields: dict[str, list[str]]) -> bytes:
        sound_fields = {
            name.encode(**ENCODED).decode(errors="replace"): [
                value.encode(**ENCODED).decode(errors="replace") for value in values
            ]
            for name, values in fields.items()
        }
        body = encode_multipart(BOUNDARY, sound_fields)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            name, data = self.random.choice(FILES)
            field_name = self.random.choice(("upload", "logo_upload", "icon_upload", *(list(fields)[:5])))
            about = f'form-data; name="{field_name}"; filename="{name}"'
            part = f"--{BOUNDARY}\r\nContent-Disposition: {about}\r\n\r\n"
            body = part.encode(**ENCODED) + data + b"\r\n" + body
        if self.random.random() < 0.2:
            body = body[: self.random.randrange(len(body) + 1)]
        if self.random.random() < 0.2:
            body = body.replace(b"\r\n", self.random.choice((b"\n", b"\r\n\r\n", b"", b"\x00")), 3)
        return body


ENCODED: dict[str, Any] = {"errors": "surrogatepass"}


@contextmanager
def connections_stay_open() -> Iterator[None]:
    """Let requests use the test's own transaction, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@contextmanager
def noted_exceptions() -> Iterator[list[str]]:
    """Note where what failed has failed."""
    raised: list[str] = []

    def note(**_more: Any) -> None:
        raised.append(place_of(traceback.format_exc()))

    got_request_exception.connect(note)
    try:
        yield raised
    finally:
        got_request_exception.disconnect(note)


def place_of(trace: str) -> str:
    """Return the end of a traceback: what failed, and the last places it came through."""
    return "\n".join(trace.strip().splitlines()[-14:])


def shown(environ: dict[str, Any]) -> str:
    """Return a request so that it can be made again."""
    environ["wsgi.input"].seek(0)
    heads = {name: environ[name] for name in HEADERS if name in environ}
    asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']!r}?{environ['QUERY_STRING']!r}"
    return f"{asked}\n{heads}\n{environ['wsgi.input'].read()[:1500]!r}"
