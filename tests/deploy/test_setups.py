"""Newsroom behind each set-up as shipped, by https: logging in, sending pictures, going away, coming back."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.deploy.programs import HOST, SECRET, Answer, a_varnish, an_nginx, ask, certificates, program
from tests.deploy.test_served import PUBLISH, TAKE_DOWN, TRY, WORK, is_listening
from tests.environment import ROOT
from tests.sites import PASSWORD, USERNAME, Site, copied, free_port
from tests.soaking import SOAK
from tests.waiting import until

pytestmark = [pytest.mark.own_database, pytest.mark.same_on_both]

ALONE, BEFORE_VARNISH = "newsroom.conf", "newsroom-before-varnish.conf"
ADD = "/admin/images/image/add/"
MEGABYTE = 1_000_000


@dataclass
class Reached:
    """The site, and how it is reached by https through what stands in front."""

    site: Site
    ports: dict[str, int]
    trusted: Path

    def ask(self, front: str, path: str, **words: object) -> Answer:
        return ask(self.ports[front], path, trusted=self.trusted, **words)  # type: ignore[arg-type]

    def do(self, code: str, **values: str) -> None:
        self.site.run(f"{code.format(**values)}\n{WORK}")


@pytest.fixture(scope="module")
def reached(site_template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    """One site behind both: the limits of nginx alone are that it keeps nothing meant for Varnish."""
    for name in ("nginx", "varnishd", "openssl"):
        program(name)
    folder, varnish = tmp_path_factory.mktemp("setups"), free_port()
    with copied(site_template, folder / "var", name=f"newsroom_setups_{os.getpid()}") as site:
        site.variables |= {
            "SITE_URL": f"https://{HOST}",
            "SECRET_KEY": "for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
            "SECOND_FACTOR": "off",
            "PROXY_COUNT": "2",
            "PROXY_SECONDS": "3600",
            "PURGE_VARNISH": f"http://127.0.0.1:{varnish}",
            "PURGE_VARNISH_SECRET": SECRET,
        }
        site.start()
        own = certificates(folder)
        with (
            a_varnish(folder / "v", origin=site.port, port=varnish),
            an_nginx(folder / "a", ALONE, behind=site.port, certificates=own) as alone,
            an_nginx(folder / "b", BEFORE_VARNISH, behind=varnish, certificates=own) as before,
        ):
            site.run(f"{TRY}\n{WORK}")
            yield Reached(site, {ALONE: alone, BEFORE_VARNISH: before}, own / "fullchain.pem")


def form(reached: Reached, front: str, path: str, cookie: str = "") -> tuple[str, str]:
    """Open a page with a form; return what has to come back with it, and the cookies."""
    page = reached.ask(front, path, Cookie=cookie)
    assert page.status == 200, page.text
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found
    given = re.match(r"(__Secure-newsroom_csrf=[^;]+);.*secure", page["Set-Cookie"], re.IGNORECASE)
    return found[1], "; ".join(part for part in (cookie, given[1] if given else "") if part)


def logged_in(reached: Reached, front: str) -> str:
    """Log in by the form; return the cookies, which go over https alone."""
    token, cookie = form(reached, front, "/admin/login/")
    words = f"csrfmiddlewaretoken={token}&username={USERNAME}&password={PASSWORD.replace(' ', '+')}"
    kind = "application/x-www-form-urlencoded"
    answer = reached.ask(
        front,
        "/admin/login/?next=/admin/",
        method="POST",
        body=words.encode(),
        Content_Type=kind,
        Cookie=cookie,
        Origin=f"https://{HOST}",
    )
    assert answer.status == 302, answer.text
    session = re.search(r"__Secure-newsroom_session=[^;]+(?=;.*secure)", answer["Set-Cookie"], re.IGNORECASE)
    assert session
    return f"{session[0]}; {cookie}"


def picture(*, megapixels: float) -> bytes:
    """Return a picture that nothing makes smaller: three bytes a pixel."""
    side = int((megapixels * 1_000_000) ** 0.5)
    file = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(file, "PNG", compress_level=0)
    return file.getvalue()


def upload(reached: Reached, front: str, cookie: str, data: bytes) -> Answer:
    token, cookie = form(reached, front, ADD, cookie)
    head = (
        f'--line\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n--line\r\n'
    )
    head += 'Content-Disposition: form-data; name="upload"; filename="harbour.png"\r\n'
    body = f"{head}Content-Type: image/png\r\n\r\n".encode() + data + b"\r\n--line--\r\n"
    kind = "multipart/form-data; boundary=line"
    words = {"Content_Type": kind, "Cookie": cookie, "Origin": f"https://{HOST}"}
    return reached.ask(front, ADD, method="POST", body=body, timeout=60, **words)


@pytest.mark.parametrize("front", [ALONE, BEFORE_VARNISH])
def test_who_logs_in_can_send_a_large_picture_and_is_told_of_one_too_large(
    reached: Reached, front: str
) -> None:
    cookie = logged_in(reached, front)
    sent = upload(reached, front, cookie, picture(megapixels=6))
    assert sent.status == 302, sent.text
    refused = upload(reached, front, cookie, b"x" * (32 * MEGABYTE))
    assert refused.status == 413 and "Newsroom" in refused.text
    assert refused["Content-Security-Policy"]


@pytest.mark.parametrize("front", [ALONE, BEFORE_VARNISH])
def test_readers_are_bound_to_https_and_get_no_cookie(reached: Reached, front: str) -> None:
    answer = reached.ask(front, "/", Cookie="a=b")
    assert answer.status == 200 and answer["Strict-Transport-Security"]
    assert "set-cookie" not in answer.headers and "surrogate-key" not in answer.headers
    assert len(answer["X-Request-ID"]) == 32
    # What is made for one reader has the same number in the site's log.
    asked = reached.ask(front, "/admin/login/")["X-Request-ID"]
    until(lambda: f" {asked} " in reached.site.log.read_text())


def test_what_is_taken_down_is_gone_at_the_next_request(reached: Reached) -> None:
    reached.do(PUBLISH, slug="doomed", headline="Doomed headline")
    for _time in range(2):
        assert "Doomed headline" in reached.ask(BEFORE_VARNISH, "/articles/doomed/").text
    reached.do(TAKE_DOWN, slug="doomed")
    assert reached.ask(BEFORE_VARNISH, "/articles/doomed/").status == 404
    for path in ("/", "/feed/", "/sitemap.xml"):
        assert "Doomed headline" not in reached.ask(BEFORE_VARNISH, path).text


@pytest.mark.soak
def test_while_the_site_is_started_anew_readers_are_answered_and_nobody_meets_a_fault(
    reached: Reached,
) -> None:
    reached.do(PUBLISH, slug="stays", headline="It stays here")
    for front in reached.ports:
        assert reached.ask(front, "/articles/stays/").status == 200
    reached.site.stop()
    try:
        assert "It stays here" in reached.ask(BEFORE_VARNISH, "/articles/stays/").text
        for front in reached.ports:
            away = reached.ask(front, "/tags/", Cookie="a=b")
            assert away.status == 503 and away["Retry-After"] and "try again" in away.text
    finally:
        until(lambda: not is_listening(reached.site.port))
        reached.site.start()
    for front in reached.ports:
        until(lambda front=front: reached.ask(front, "/tags/").status == 200)


@pytest.mark.long
@pytest.mark.skipif(not SOAK, reason="waits around each time-out: make soak")
@pytest.mark.parametrize("front", [ALONE, BEFORE_VARNISH])
def test_no_form_meets_a_connection_that_is_just_being_ended(reached: Reached, front: str) -> None:
    for pause in (2.9, 3, 3.1, 4.9, 5, 5.1, 9.8, 9.9, 10, 10.1):
        for _time in range(3):
            assert reached.ask(front, "/admin/login/", method="POST", body=b"a=b").status == 403
            time.sleep(pause)


def test_every_file_the_instructions_name_is_there() -> None:
    page = (ROOT / "docs" / "deploying.md").read_text()
    named = set(re.findall(r"current/(deploy/[\w./-]*\w)", page))
    assert len(named) > 8
    for name in named:
        assert list(ROOT.glob(f"{name}*")), name
    settings = (ROOT / "docs" / "configuration.md").read_text()
    for name in re.findall(r"^#?([A-Z_]+)=", (ROOT / "deploy" / "newsroom.env").read_text(), re.MULTILINE):
        assert f"`{name}`" in settings
