"""A site as others reach it: answers that a test makes up, by TLS with a certificate it makes up."""

import datetime
import ipaddress
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import answering

Headers = dict[str, str]
PAGE: Headers = {
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "Cache-Control": "public, max-age=0, s-maxage=60",
}


@dataclass
class Made:
    """What a made-up site answers by path, and how it tells the doctor what has arrived."""

    pages: dict[str, tuple[int, Headers, Callable[[], bytes]]] = field(default_factory=dict)
    seen: Callable[[Mapping[str, str]], dict[str, Any]] = lambda _headers: {}
    asked: list[str] = field(default_factory=list)
    url: str = ""


def certificate(folder: Path, *, days: float, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """Write a certificate that is good for so many days more, and return it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "made up")])
    place: x509.GeneralName = x509.DNSName(host)
    if host[0].isdigit():
        place = x509.IPAddress(ipaddress.ip_address(host))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=90))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@contextmanager
def served(made: Made, *, tls: tuple[Path, Path] | None = None) -> Iterator[Made]:
    """Serve made-up answers on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append(self.path)
            if self.path.endswith("/seen/"):
                status, headers, body = 200, {}, json.dumps(made.seen(self.headers)).encode()
            else:
                status, headers, of = made.pages.get(self.path, (404, {}, lambda: b""))
                body = of()
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    made.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    with answering(server):
        yield made
