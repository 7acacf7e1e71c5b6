"""What every answer carries, and what a public one must not."""

import logging
import struct

import pytest

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.fixture
def nowhere(client, db):
    def get(**headers):
        return client.get("/nowhere-at-all/", headers=headers)

    return get


def test_every_answer_carries_the_strict_policy(nowhere):
    answer = nowhere()
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_public_answer_sets_no_cookie_and_does_not_depend_on_the_reader(nowhere):
    answer = nowhere(accept_language="de")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "Accept-Language" not in answer.get("Vary", "")


def test_the_admin_speaks_the_browsers_language_if_there_are_words_for_it(client, db, settings, tmp_path):
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    # A catalogue that has no words yet.
    catalogue = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)
    (tmp_path / "de" / "LC_MESSAGES" / "django.mo").write_bytes(catalogue)
    settings.LOCALE_PATHS = [tmp_path]
    answer = client.get("/admin/login/", headers={"accept-language": "de"})
    assert answer["Content-Language"] == "de"
    assert "Accept-Language" in answer["Vary"]
    assert "Passwort" in answer.content.decode()
    # And leaves nothing behind for the next request in the same thread.
    assert "Passwor" in client.get("/admin/login/", headers={"accept-language": "en"}).content.decode()
    assert client.get("/admin/login/")["Content-Language"] == "en"


def test_cookies_of_the_admin_stay_there(client, db):
    cookie = client.get("/admin/login/").cookies["newsroom_csrf"]
    assert cookie["path"] == "/admin/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_unknown_host_name_is_refused(nowhere):
    assert nowhere(host="evil.example").status_code == 400


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0f8fad5b-d9cb-469f-a165-70867728950e", True),
        ("short", False),
        ("a" * 65, False),
        ("has spaces in it", False),
        ("line\nbreak-in-it", False),
        ("ünïcödé-ünïcödé", False),
    ],
)
def test_a_request_keeps_a_sane_id_only(nowhere, given, kept):
    answered = nowhere(**{"x-request-id": given})["X-Request-ID"]
    assert (answered == given) is kept
    assert 8 <= len(answered) <= 64


def test_a_request_is_logged_on_one_line_without_its_query(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="newsroom.request"):
        client.get("/nowhere%0Aforged line/?q=a+secret")
    [record] = [record for record in caplog.records if record.name == "newsroom.request"]
    assert "GET /nowhere\\nforged line/ 404" in record.getMessage()
    assert "secret" not in record.getMessage()
