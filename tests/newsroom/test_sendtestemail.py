"""`manage.py sendtestemail` says in a sentence what is wrong."""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command


def send(**options: Any) -> tuple[str, str]:
    out, error = StringIO(), StringIO()
    call_command("sendtestemail", "me@example.org", stdout=out, stderr=error, **options)
    return out.getvalue(), error.getvalue()


def test_a_mail_that_was_taken_is_said(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    out, error = send()
    assert "The mail server took it" in out and "newsroom@127.0.0.1" in out and not error
    assert mail.outbox[0].to == ["me@example.org"]


def test_without_mail_it_says_that_nothing_was_sent() -> None:
    out, error = send()
    assert "E-mail is not set up" in error and not out


@pytest.mark.parametrize(("host", "problem"), [("127.0.0.1", "Connection refused"), ("no..such.host", "")])
def test_a_server_that_is_not_there_is_a_sentence(settings: Any, host: str, problem: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, 9
    with pytest.raises(CommandError, match="The mail could not be sent: ") as refused:
        send()
    assert problem in str(refused.value) and "EMAIL_URL" in str(refused.value)
