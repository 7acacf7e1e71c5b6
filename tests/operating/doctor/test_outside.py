"""What the doctor says of what stands in front: proxies with wrong headers, certificates that end."""

import secrets
import socket
import threading
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory

from operating.doctor.bounded import within
from operating.doctor.checks.front import FORGED, certificate, front, reached
from operating.doctor.checks.mail import mail
from operating.doctor.findings import Asked
from operating.doctor.mirror import HEADER, has_pass, pass_of_now, seen
from tests.operating.doctor.looking import ask, bad, levels
from tests.operating.doctor.outside import PAGE, Made, served
from tests.operating.doctor.outside import certificate as made_up
from tests.promises.postbox import a_postbox

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

HEALTH = (200, {"Cache-Control": "no-store"}, lambda: b"ok\n")
LOGIN = (200, {"Cache-Control": "max-age=0, no-cache, no-store, private"}, lambda: secrets.token_bytes(16))


def good(settings: Any) -> Made:
    """Return a site with one proxy in front that does what it should."""

    def arrived(headers: Mapping[str, str]) -> dict[str, Any]:
        return {
            "host": urlsplit(settings.SITE_URL).netloc,
            "is_secure": settings.HTTPS,
            "forwarded_for": ["198.51.100.1"],
            "client": "198.51.100.1",
        }

    pages = {"/health/": HEALTH, "/": (200, dict(PAGE), lambda: b"<h1>News</h1>"), "/admin/login/": LOGIN}
    return Made(pages=pages, seen=arrived)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    wanted = {"good": (60, "127.0.0.1"), "ends": (10, "127.0.0.1"), "soon": (3, "127.0.0.1")}
    wanted |= {"over": (-1, "127.0.0.1"), "other": (60, "elsewhere.example")}
    return {
        name: made_up(tmp_path_factory.mktemp(name), days=days, host=host)
        for name, (days, host) in wanted.items()
    }


def at(settings: Any, made: Made) -> None:
    settings.SITE_URL, settings.HTTPS = made.url, made.url.startswith("https")
    settings.PRODUCTION, settings.PROXY_COUNT = True, 1


@pytest.fixture
def site(settings: Any) -> Iterator[Made]:
    with served(good(settings)) as made:
        at(settings, made)
        settings.HTTPS = False
        yield made


def test_a_site_that_answers_is_good(site: Made) -> None:
    asked = Asked()
    assert levels(reached, asked) == {"front.reach": "good"}
    assert levels(front, asked) == {"front": "good"}
    assert site.asked.count("/health/") == 1


def test_a_site_that_is_away_is_asked_once_and_says_why(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.SITE_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings.PRODUCTION = True
    asked = Asked()
    assert levels(reached, asked) == {"front.reach": "error"}
    assert levels(front, asked) == levels(certificate, asked) == {}


def test_a_site_that_fails_is_found(site: Made) -> None:
    site.pages["/health/"] = (503, {}, lambda: b"away")
    assert levels(reached) == {"front.health": "error"}


def test_nobody_waits_for_an_answer_that_never_comes() -> None:
    began, never = monotonic(), threading.Event()
    with pytest.raises(TimeoutError):
        within(0.2, never.wait)
    assert monotonic() - began < 5
    never.set()


ARRIVED = {
    "believed": ({"forwarded_for": [FORGED], "client": FORGED}, "front.forwarded"),
    "two proxies": ({"forwarded_for": [FORGED, "192.0.2.1", "192.0.2.2"]}, "front.forwarded"),
    "none": ({"forwarded_for": [FORGED]}, "front.forwarded"),
    "another host": ({"host": "127.0.0.1:1"}, "front.host"),
}


@pytest.mark.parametrize("name", ARRIVED)
def test_headers_that_arrive_wrong_are_found(site: Made, name: str) -> None:
    told, code = ARRIVED[name]
    right = site.seen
    site.seen = lambda headers: right(headers) | told
    assert bad(front) == {code: "error"}


def test_what_was_passed_on_behind_what_a_stranger_wrote_counts(site: Made) -> None:
    right = site.seen
    site.seen = lambda headers: right(headers) | {"forwarded_for": [FORGED, "192.0.2.1"]}
    assert bad(front) == {}


def test_the_doctor_says_how_many_proxies_there_are(site: Made) -> None:
    right = site.seen
    site.seen = lambda headers: right(headers) | {"forwarded_for": ["192.0.2.1", "192.0.2.2"]}
    (finding,) = ask(front)
    assert "PROXY_COUNT is 1, but 2" in finding.what and "PROXY_COUNT=2" in finding.how_to_mend


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Content-Security-Policy", "script-src *", "front.policy"),
        ("Set-Cookie", "a=b", "front.cookie"),
        ("Surrogate-Key", "abc", "front.words"),
    ],
)
def test_headers_that_leave_wrong_are_found(site: Made, header: str, value: str, code: str) -> None:
    status, headers, body = site.pages["/"]
    site.pages["/"] = (status, headers | {header: value}, body)
    assert list(bad(front)) == [code]


def test_pages_of_colleagues_that_are_kept_are_found(site: Made) -> None:
    site.pages["/admin/login/"] = (200, {"Cache-Control": "no-store"}, lambda: b"the same for all")
    assert bad(front) == {"front.admin": "error"}
    site.pages["/admin/login/"] = (200, LOGIN[1] | {"Age": "30"}, LOGIN[2])
    assert bad(front) == {"front.admin": "error"}


def test_a_proxy_that_takes_no_pictures_is_found(site: Made) -> None:
    assert "front.bodies" not in bad(front)
    site.pages["/admin/login/"] = (413, {}, lambda: b"too large")
    assert bad(front)["front.bodies"] == "warning"
    site.pages["/admin/login/"] = (413, {"Permissions-Policy": "camera=()"}, lambda: b"ours")
    assert "front.bodies" not in bad(front)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("good", {"certificate.end": "good"}),
        ("ends", {"certificate.end": "warning"}),
        ("soon", {"certificate.end": "error"}),
        ("over", {"certificate.believed": "error"}),
        ("other", {"certificate.believed": "error"}),
    ],
)
def test_a_certificate_says_until_when_and_for_whom_it_is_good(
    settings: Any,
    certificates: dict[str, tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    found: dict[str, str],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates[name][0]))
    with served(good(settings), tls=certificates[name]) as made:
        at(settings, made)
        asked = Asked()
        assert levels(certificate, asked) == found
        # What else there is to find is looked for all the same.
        assert levels(front, asked) == {"front": "good"}
        status, headers, body = made.pages["/"]
        made.pages["/"] = (status, headers | {"Strict-Transport-Security": "max-age=5"}, body)
        assert bad(front) == {"front.hsts": "warning"}


def test_a_certificate_of_nobody_we_know_is_not_believed(
    settings: Any, certificates: dict[str, tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with served(good(settings), tls=certificates["good"]) as made:
        at(settings, made)
        assert levels(certificate) == {"certificate.believed": "error"}


def test_how_a_request_arrives_is_told_to_the_doctor_alone(client: Client) -> None:
    assert client.get("/admin/seen/").status_code == 302
    assert client.get("/admin/seen/", headers={HEADER: "seen:made-up"}).status_code == 302
    answer = client.get(
        "/admin/seen/", headers={HEADER: pass_of_now(), "X-Forwarded-For": "192.0.2.9, 192.0.2.8"}
    )
    assert answer.json()["forwarded_for"] == ["192.0.2.9", "192.0.2.8"]
    assert answer["Cache-Control"] == "no-store"


def test_a_pass_is_good_for_a_minute(time_machine: Any) -> None:
    time_machine.move_to("2026-11-30T10:00:00Z", tick=False)
    request = RequestFactory().get("/admin/seen/", headers={HEADER: pass_of_now()})
    assert has_pass(request) and seen(request).status_code == 200
    time_machine.move_to("2026-11-30T10:01:05Z", tick=False)
    assert not has_pass(request)


def smtp(settings: Any, port: int) -> None:
    settings.EMAIL_IS_SET_UP, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


def test_a_mail_server_that_is_away_or_says_nothing_is_found(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("operating.doctor.checks.mail"), "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        smtp(settings, silent.getsockname()[1])
        began = monotonic()
        assert levels(mail) == {"mail.reach": "error"}
        assert monotonic() - began < 8
    assert levels(mail) == {"mail.reach": "error"}


def test_a_mail_server_that_lets_us_in_is_good_and_takes_a_mail_when_asked(settings: Any) -> None:
    with a_postbox() as box:
        smtp(settings, box.server_address[1])
        assert levels(mail) == {"mail.reach": "good"}
        assert box.letters == []
        assert levels(mail, Asked(send_mail_to="ana@example.org")) == {"mail.sent": "good"}
        (letter,) = box.letters
        assert letter["To"] == "ana@example.org" and settings.SITE_URL in letter.get_content()
        assert levels(mail, Asked(send_mail_to="nobody")) == {"mail.sent": "error"}


def test_without_mail_it_is_said_how_to_set_it_up(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = False
    assert levels(mail) == {"mail.missing": "notice"}
    settings.PRODUCTION = True
    assert levels(mail) == {"mail.missing": "warning"}


def test_a_password_in_an_answer_of_the_mail_server_is_not_told(settings: Any) -> None:
    smtp(settings, 1)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ana", "top-secret"

    said = " ".join(f"{finding.what} {finding.how_to_mend}" for finding in ask(mail))
    assert "top-secret" not in said
