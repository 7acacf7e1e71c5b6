"""New passwords: by a link that works once, with the same answer for everybody, or by the old one."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from accounts.models import User
from colleagues.inviting import DeadLink
from colleagues.leaving import deactivate, reactivate
from colleagues.mail import Letter, post
from colleagues.models import PasswordLink
from colleagues.passwords import choose, make_link, open_link
from jobs import queue
from jobs.models import Job, State
from jobs.running import Running
from jobs.working import work_off
from publishing.errors import NotAllowed
from publishing.models import Event
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import PASSWORD, administrator
from tests.colleagues.test_inviting import path_of, shown_link

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

FORGOTTEN = "/admin/forgotten/"
report = Running.report
NEW = {"password1": PASSWORD, "password2": PASSWORD}


def text_of(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def ask(email: str) -> Any:
    """Ask for a link, and wait until what was asked for is done."""
    answer = Client().post(FORGOTTEN, {"email": email})
    work_off()
    return answer


def test_an_administrator_makes_a_link_and_the_colleague_chooses() -> None:
    page, user = administrator(), factories.make_user("reporter", username="rita")
    elsewhere = AdminPage(user)
    answer = page.send(change_url(user, "password-link"), show="")
    link = path_of(shown_link(answer))
    assert link.startswith("/admin/password/")
    client = Client()
    assert "Your username is rita" in text_of(client.get(link))
    assert "too short" in client.post(link, {"password1": "short", "password2": "short"}).content.decode()
    assert client.post(link, NEW)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Client().login(username="rita", password=PASSWORD)
    # The old password is gone, and with it every login made with it; the link is used.
    assert elsewhere.client.get("/admin/").status_code == 302
    assert Client().get(link).status_code == 404
    verbs = Event.objects.filter(kind="user", object_key=str(user.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["link", "password"]


def test_with_mail_the_link_can_be_sent(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    page = administrator()
    user = factories.make_user("reporter", email="rita@example.org", language="de", time_zone="Asia/Tokyo")
    answer = page.send(change_url(user, "password-link"), send="")
    assert "A link was sent to rita@example.org" in page.said(answer)
    (sent,) = outgoing.outbox
    assert "http://127.0.0.1:8000/admin/password/" in sent.body
    assert "(Asia/Tokyo)" in sent.body
    nobody = factories.make_user("reporter")
    assert "Send it to" not in page.open(change_url(nobody, "password-link")).content.decode()


def test_a_mail_speaks_the_newsrooms_language_unless_its_reader_chose_another(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.fill_in_newsroom(name="Der Bote", time_zone="Europe/Vienna", language="de")
    page = administrator()
    user = factories.make_user("reporter", email="rita@example.org")
    for zone, expected in (("", "Europe/Vienna"), ("Asia/Tokyo", "Asia/Tokyo")):
        user.time_zone = zone
        user.save()
        page.send(change_url(user, "password-link"), send="")
        sent = outgoing.outbox.pop()
        assert "Der Bote" in sent.subject and f"({expected})" in sent.body


@pytest.mark.on_both
@pytest.mark.parametrize("what", ["expired", "replaced", "password changed", "deactivated", "reactivated"])
def test_a_link_dies(what: str) -> None:
    user = factories.make_user("reporter")
    _link, token = make_link(user=user, actor=None)
    if what == "expired":
        PasswordLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif what == "replaced":
        make_link(user=user, actor=None)
    elif what == "password changed":
        # By whatever way: here from the command line.
        user.set_password("another one of mine")
        user.save()
    else:
        deactivate(user=user, actor=None)
        if what == "reactivated":
            reactivate(user=user, actor=None)
    before = User.objects.get(pk=user.pk).password
    assert Client().get(f"/admin/password/{token}/").status_code == 404
    assert Client().post(f"/admin/password/{token}/", NEW).status_code == 404
    with pytest.raises(DeadLink):
        choose(token=token, password=PASSWORD)
    assert User.objects.get(pk=user.pk).password == before


@pytest.mark.on_both
def test_links_work_for_a_day() -> None:
    link, _token = make_link(user=factories.make_user("reporter"), actor=None)
    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(hours=24)


def test_who_may_make_a_link() -> None:
    reporter, owner = factories.make_user("reporter"), factories.make_user("administrator")
    page = administrator()
    assert page.client.post(change_url(owner, "password-link")).status_code == 403
    me = User.objects.get(pk=page.client.session["_auth_user_id"])
    assert page.client.get(change_url(me, "password-link")).status_code == 403
    assert AdminPage(reporter).client.post(change_url(me, "password-link")).status_code == 403
    with pytest.raises(NotAllowed):
        make_link(user=owner, actor=me)
    assert not PasswordLink.objects.exists()


def test_without_mail_the_login_page_leads_to_an_administrator() -> None:
    login = lxml.html.fromstring(Client().get("/admin/login/").content.decode())
    (address,) = login.xpath('//a[contains(., "Forgotten your password?")]/@href')
    answer = Client().get(address)
    assert "Ask an administrator" in text_of(answer)
    assert "manage.py changepassword" in text_of(answer)
    assert "<form" not in answer.content.decode()
    assert "Ask an administrator" in text_of(ask("rita@example.org"))
    assert not PasswordLink.objects.exists()


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.make_user("reporter", email="rita@example.org")
    factories.make_user("reporter", email="gone@example.org", is_active=False)
    factories.make_user("reporter", email="")
    answers = {text_of(ask(email)) for email in ("RITA@example.org", "gone@example.org", "no@example.org")}
    assert len(answers) == 1
    assert "a link is on its way" in answers.pop()
    (sent,) = outgoing.outbox
    assert sent.to == ["rita@example.org"]
    link = next(line for line in sent.body.splitlines() if line.startswith("http"))
    assert Client().post(path_of(link), NEW).status_code == 302


@pytest.mark.on_both
def test_asking_again_at_once_sends_nothing(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.make_user("reporter", email="rita@example.org")
    assert text_of(ask("rita@example.org")) == text_of(ask("rita@example.org"))
    assert len(outgoing.outbox) == 1
    PasswordLink.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    ask("rita@example.org")
    assert len(outgoing.outbox) == 2


def test_the_answer_waits_for_nothing_that_only_an_account_needs(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.make_user("reporter", email="rita@example.org")
    asked = []
    for email in ("rita@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(FORGOTTEN, {"email": email})
        asked.append(
            [query["sql"].split(" WHERE ")[0].split(" VALUES ")[0] for query in queries.captured_queries]
        )
    assert asked[0] == asked[1]
    assert Job.objects.count() == 2 and not PasswordLink.objects.exists() and not outgoing.outbox
    work_off()
    assert [sent.to for sent in outgoing.outbox] == [["rita@example.org"]]


@pytest.mark.on_both
def test_a_later_try_sends_a_link_that_works(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.make_user("reporter", email="rita@example.org")
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
    ):
        ask("rita@example.org")
    assert not outgoing.outbox
    Job.objects.update(due_at=timezone.now())
    work_off()
    (sent,) = outgoing.outbox
    token = sent.body.partition("/admin/password/")[2].split()[0].strip("/")
    assert open_link(token) and PasswordLink.objects.count() == 1
    assert token not in str(list(Job.objects.values()))


def test_what_a_worker_sent_just_before_its_end_is_the_same_letter_when_it_is_sent_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_IS_SET_UP = True
    factories.make_user("reporter", email="rita@example.org")
    post(Letter("rita@example.org", "For the editors", "A draft."))
    with monkeypatch.context() as killed:
        killed.setattr(queue, "finish", lambda job, result: True)
        killed.setattr(
            Running, "report", lambda self, done, of, **kept: done or report(self, done, of, **kept)
        )
        ask("rita@example.org")
    assert Job.objects.filter(state=State.RUNNING).count() == 2
    Job.objects.update(leased_until=timezone.now())
    work_off()
    letters = {(sent.subject, sent.body, sent.extra_headers["Message-ID"]) for sent in outgoing.outbox}
    assert len(outgoing.outbox) == 4 and len(letters) == 2
    (link,) = [body for subject, body, _id in letters if subject != "For the editors"]
    assert open_link(link.partition("/admin/password/")[2].split()[0].strip("/"))
    assert not any(job.kept or job.arguments for job in Job.objects.all())


def test_a_mail_server_that_is_away_shows_in_no_answer(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    factories.make_user("reporter", email="rita@example.org")
    assert "a link is on its way" in text_of(ask("rita@example.org"))


def test_changing_ones_own_password_is_in_the_history_and_ends_links() -> None:
    user = factories.make_user("reporter", username="rita")
    _link, token = make_link(user=user, actor=None)
    page = AdminPage(user)
    change = "/admin/password_change/"
    form = {"old_password": "wrong", "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "entered incorrectly" in page.client.post(change, form).content.decode()
    answer = page.client.post(change, form | {"old_password": "a password for tests"}, follow=True)
    assert answer.status_code == 200 and answer.wsgi_request.path == "/admin/password_change/done/"
    assert page.client.get("/admin/").status_code == 200, "this login goes on"
    assert Client().login(username="rita", password=PASSWORD)
    assert Client().get(f"/admin/password/{token}/").status_code == 404
    assert Event.objects.get(verb="password").actor == user


def test_nobody_can_type_a_password_for_somebody_else() -> None:
    page, user = administrator(), factories.make_user("reporter")
    root = lxml.html.fromstring(page.open(change_url(user)).content.decode())
    assert not root.xpath('//input[@type="password"]')


def test_a_login_that_fails_says_the_same_whatever_is_wrong() -> None:
    factories.make_user("reporter", username="gone", is_active=False)
    factories.make_user(None, username="no-desk")
    factories.make_user("reporter", username="rita")
    tries = [
        ("rita", "wrong"),
        ("nobody", "wrong"),
        ("gone", "a password for tests"),
        ("no-desk", "a password for tests"),
    ]
    said = set()
    for username, password in tries:
        answer = Client().post("/admin/login/", {"username": username, "password": password})
        root = lxml.html.fromstring(answer.content.decode())
        said.add(" ".join(root.xpath('string(//p[@class="errornote"])').split()))
    assert said == {"This username and password do not belong together. Capital letters matter in both."}
