"""What is sent is read once and bounded: by the kind of page, and by who is there."""

import io
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory

from accounts.models import User
from images.processing import MAX_BYTES
from newsroom.bodies import BEFORE_LOGIN, MOST_PASSED_OVER, Bodies
from newsroom.incoming import WholeBody, sound
from publishing.models import Tag
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LOGIN = "/admin/login/"
FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1_000_000


class Unread:
    """A body that says how long it is and must not be touched."""

    def __init__(self, length: int) -> None:
        self.length = length

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("somebody read what nobody wants")

    readline = read


def post_unread(path: str, length: int, client: Client | None = None, **environ: Any) -> Any:
    """Send only the head of a long form."""
    return (client or Client()).generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread(length)} | environ,
    )


@pytest.mark.parametrize("path", [LOGIN, "/admin/forgotten/", "/admin/join/x", "/admin/password/x"])
def test_a_stranger_sends_a_little_to_the_pages_for_strangers(path: str) -> None:
    answer = post_unread(path, BEFORE_LOGIN + 1)
    assert answer.status_code == 413
    assert "more than this page takes" in answer.content.decode()
    assert Client().post(path, {"username": "x" * (BEFORE_LOGIN // 2)}).status_code != 413


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/admin/publishing/tag/add/", 10 * MEGABYTE),
        ("/admin/articles/article/add/", 10 * MEGABYTE),
        ("/admin/nonsense/", 10 * MEGABYTE),
        ("/admin/images/image/add/", 10 * MEGABYTE + MAX_BYTES),
        ("/admin/masthead/newsroom/add/", 10 * MEGABYTE + 3 * MAX_BYTES),
    ],
)
def test_a_page_takes_what_it_asks_for_and_no_more(path: str, most: int) -> None:
    client = Client()
    client.force_login(factories.make_user("administrator"))
    answer = post_unread(path, most + 1, client)
    assert answer.status_code == 413 and not answer.cookies.get("messages")


def test_what_a_proxy_sends_is_taken_in_though_it_is_refused_or_the_proxy_would_say_that_nobody_answers(
    settings: Any,
) -> None:
    settings.PROXY_COUNT = 1
    sent = io.BytesIO(b"x" * (BEFORE_LOGIN + 1))
    answer = post_unread(LOGIN, BEFORE_LOGIN + 1, **{"wsgi.input": sent})
    assert answer.status_code == 413 and sent.tell() == BEFORE_LOGIN + 1
    # Not one that ends early, and not without end.
    assert post_unread(LOGIN, BEFORE_LOGIN + 9, **{"wsgi.input": io.BytesIO(b"x")}).status_code == 413
    assert post_unread(LOGIN, MOST_PASSED_OVER + 1).status_code == 413


@pytest.mark.parametrize(
    "length", ["9" * 18, "9" * 30, "9" * 5000, "+300000000", "300_000_000", " 300000000 "]
)
def test_however_a_length_is_written_it_is_read(length: str) -> None:
    assert post_unread(LOGIN, 0, CONTENT_LENGTH=length).status_code == 413


def test_a_page_for_readers_takes_nothing() -> None:
    assert post_unread("/", 300 * MEGABYTE).status_code == 405


def test_a_body_that_does_not_say_how_long_it_is_is_not_read() -> None:
    answer = post_unread(LOGIN, 0, HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411 and "how long it is" in answer.content.decode()


@pytest.fixture
def kept_files(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note every temporary file that is made."""
    made: list[Any] = []

    def noted(make: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*arguments: Any, **options: Any) -> Any:
            made.append(arguments)
            return make(*arguments, **options)

        return inner

    monkeypatch.setattr(
        "django.core.files.uploadedfile.tempfile.NamedTemporaryFile", noted(tempfile.NamedTemporaryFile)
    )
    return made


@pytest.mark.parametrize("path", ["/admin/images/image/add/", "/admin/publishing/tag/add/"])
def test_a_strangers_file_is_nowhere_on_the_disk(path: str, kept_files: list[Any]) -> None:
    file = io.BytesIO(b"x" * 5 * MEGABYTE)
    file.name = "picture.jpg"
    form = {"title": "The words beside it are kept", "upload": file}
    answer = Client().post(path, form, headers={"origin": "http://testserver"})
    assert not kept_files
    assert answer.status_code == 403
    assert "The words beside it are kept" in answer.content.decode()
    assert "Passwords and files are not kept" in answer.content.decode()


def test_a_page_that_asks_for_no_file_keeps_none(kept_files: list[Any]) -> None:
    client = Client()
    client.force_login(factories.make_user("editor"))
    file = io.BytesIO(b"x" * 5 * MEGABYTE)
    file.name = "picture.jpg"
    answer = client.post("/admin/publishing/tag/add/", {"name": "Chips", "version": "0", "upload": file})
    assert answer.status_code == 302 and not kept_files


def test_control_a_picture_on_its_page_is_kept(kept_files: list[Any]) -> None:
    client = Client()
    client.force_login(factories.make_user("editor"))
    file = io.BytesIO(b"x" * 5 * MEGABYTE)
    file.name = "picture.jpg"
    assert client.post("/admin/images/image/add/", {"upload": file}).status_code == 200
    assert kept_files


BROKEN = {
    "a text in UTF-16": (f"{FORM}; charset=utf-16", "name=x".encode("utf-16")),
    "a text in no text encoding": (f"{FORM}; charset=hex", b"6e616d653d78"),
    "a text in an encoding that always fails": (f"{FORM}; charset=undefined", b"name=x"),
    "parts in UTF-16": ("multipart/form-data; boundary=x; charset=utf-16", b"--x--"),
    "parts without a boundary": ("multipart/form-data", b"--x--"),
    "parts with a boundary that is none": ("multipart/form-data; boundary=" + "é" * 300, b"--x--"),
    "parts that break off": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-"),
    "a part in base64 that is none": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--x--",
    ),
    "too many fields": (FORM, b"&".join(b"a=%d" % number for number in range(4000))),
    "too many files": (
        "multipart/form-data; boundary=x",
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="f"\r\n\r\nx\r\n' % number
            for number in range(30)
        )
        + b"--x--",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("path", [LOGIN, "/admin/publishing/tag/add/"])
def test_what_cannot_be_read_is_told_in_a_sentence(name: str, path: str) -> None:
    kind, body = BROKEN[name]
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_user("editor"))
    answer = client.generic("POST", path, body, content_type=kind)
    assert answer.status_code in (200, 400, 413), answer.status_code
    assert "<h1" in answer.content.decode()
    if "many" in name:
        assert answer.status_code == 413 and "more fields or files" in answer.content.decode()
    if "UTF-16" in name:
        assert answer.status_code == 400 and "UTF-8" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-16", "hex", "undefined", "idna", "rot13", "nonsense"])
def test_a_reader_who_names_an_encoding_is_answered_all_the_same(charset: str) -> None:
    environ = RequestFactory().get("/?before=é").environ | {"CONTENT_TYPE": f"text/html; charset={charset}"}
    seen: list[Any] = []

    def watched(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        request = WSGIRequest(environ)
        Bodies(lambda request: seen.append(request.GET["before"]))(request)
        return []

    sound(watched)(environ, None)
    assert seen == ["é"]


def test_a_wrong_host_with_a_broken_form_is_refused_once() -> None:
    answer = Client(raise_request_exception=False).generic(
        "POST", LOGIN, b"--x", content_type="multipart/form-data", HTTP_HOST="evil.example"
    )
    assert answer.status_code == 400 and "<h1" in answer.content.decode()


# Half a form is no form.


def test_a_body_that_ends_too_early_is_not_taken_for_the_whole() -> None:
    form = "name=Chips&version=0&description=" + "long " * 100
    environ = RequestFactory().post("/admin/publishing/tag/add/").environ
    environ |= {
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(form)),
        "wsgi.input": io.BytesIO(form[:60].encode()),
    }
    seen: list[Any] = []

    def watched(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        request = WSGIRequest(environ)
        request.user = factories.make_user("editor")
        request.resolver_match = type("Match", (), {"url_name": "publishing_tag_add"})()
        seen.append(Bodies(lambda request: None).process_view(request, None, (), {}))
        return []

    sound(watched)(environ, None)
    assert seen[0].status_code == 400 and "ended before all was sent" in seen[0].content.decode()
    assert not Tag.objects.exists()


def test_a_whole_body_is_read_as_it_is() -> None:
    body = WholeBody(io.BytesIO(b"one\ntwo"), length=7)
    assert (body.read(2), body.readline(), body.read(), body.read()) == (b"on", b"e\n", b"two", b"")


# A body holds a thread while it arrives.


class Slow(io.BytesIO):
    """A body that arrives when it is told to."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.asked, self.go_on = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        assert self.go_on.wait(20)
        return super().read(size)


def send_slowly(bodies: Bodies, body: Slow, answers: list[Any], *, user: Any = None) -> threading.Thread:
    request = WSGIRequest(
        RequestFactory().post(LOGIN).environ
        | {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": "6", "wsgi.input": body}
    )
    request.resolver_match = type("Match", (), {"url_name": "login"})()
    request.user = user or AnonymousUser()
    thread = threading.Thread(target=lambda: answers.append(bodies.process_view(request, None, (), {})))
    thread.start()
    return thread


def test_slow_bodies_leave_one_thread_for_pages(settings: Any) -> None:
    settings.THREADS = 3
    bodies, answers = Bodies(lambda request: None), []
    slow = [Slow(b"name=x") for _ in range(2)]
    threads = [send_slowly(bodies, body, answers, user=User()) for body in slow]
    assert all(body.asked.wait(20) for body in slow)
    began = time.monotonic()
    refused: list[Any] = []
    send_slowly(bodies, Slow(b"name=x"), refused).join(20)
    assert refused[0].status_code == 503 and refused[0]["Retry-After"]
    assert "Load this page again" in refused[0].content.decode()
    assert time.monotonic() - began < 10
    for body in slow:
        body.go_on.set()
    for thread in threads:
        thread.join(20)
    assert answers == [None, None]
    quick = Slow(b"name=x")
    quick.go_on.set()
    send_slowly(bodies, quick, answers).join(20)
    assert answers == [None, None, None]


def test_slow_bodies_of_strangers_leave_another_for_colleagues(settings: Any) -> None:
    settings.THREADS = 4
    bodies, answers = Bodies(lambda request: None), []
    slow = [Slow(b"name=x") for _ in range(2)]
    threads = [send_slowly(bodies, body, answers) for body in slow]
    assert all(body.asked.wait(20) for body in slow)
    quick, refused = Slow(b"name=x"), []
    quick.go_on.set()
    send_slowly(bodies, quick, refused).join(20)
    assert refused[0].status_code == 503
    saved: list[Any] = []
    send_slowly(bodies, quick, saved, user=User()).join(20)
    assert saved == [None]
    for body in slow:
        body.go_on.set()
    for thread in threads:
        thread.join(20)
    # Who was refused took nothing away: strangers are let in again.
    quick.seek(0)
    send_slowly(bodies, quick, answers).join(20)
    assert answers == [None, None, None]


# Rows.


def rows(count: int) -> dict[str, Any]:
    return {
        f"{prefix}-{name}": value
        for prefix in ("draft_credits", "draft_sources")
        for name, value in (("TOTAL_FORMS", count), ("INITIAL_FORMS", 0), ("MAX_NUM_FORMS", count))
    }


@pytest.mark.parametrize("count", [21, 2000, 10**9, 10**30])
def test_rows_are_bounded(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each row that is sent back takes a hundredth of a second.
    monkeypatch.setattr("publishing.admin.forms.MOST_ROWS", 20)
    editor = AdminPage(factories.make_user("editor"))
    article = factories.make_article()
    form = editor.form(change_url(article)) | rows(count)
    began = time.monotonic()
    answer = editor.send(change_url(article), form)
    assert answer.status_code == 200
    assert time.monotonic() - began < 20
    assert "at most 20" in answer.content.decode()


def test_no_stored_row_is_lost_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.admin.forms.MOST_ROWS", 2)
    sources = [factories.make_reference().key for _ in range(5)]
    article = factories.make_article(sources=sources)
    editor = AdminPage(factories.make_user("editor"))
    editor.send(change_url(article), headline="Another headline")
    article.refresh_from_db()
    assert article.headline == "Another headline"
    assert article.payload()["sources"] == sources


def test_control_what_is_written_here_is_read(tmp_path: Path) -> None:
    """A form as browsers send it goes through."""
    client = Client()
    client.force_login(factories.make_user("editor"))
    assert client.post("/admin/publishing/tag/add/", {"name": "Chips", "version": "0"}).status_code == 302
    assert Tag.objects.get().name == "Chips"
