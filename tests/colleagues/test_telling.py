"""Whoever is handed something, or has it sent back, gets a mail, if they want it and once it is certain."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail as outgoing

from accounts.models import User
from articles.models import Article
from colleagues import mail, telling
from jobs.models import Job, State
from jobs.working import work_off
from publishing import workflow
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

NOTE = "Good. Who says so?\n\nBy Thursday, please."
SECRET = "Words of the draft that no mail holds"


@pytest.fixture(autouse=True)
def mail_leaves(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    settings.SITE_URL = "https://news.example"


@pytest.fixture
def certain() -> Any:
    """Do what waits in the background once the request is over."""

    @contextmanager
    def then_work() -> Iterator[None]:
        yield
        work_off()

    return then_work


def colleague(role: str, name: str, **fields: Any) -> User:
    fields = {"email": f"{name.lower()}@example.org"} | fields
    return make.make_user(role, username=name.lower(), first_name=name, last_name="", **fields)


def draft(writer: User) -> Article:
    return make.make_article(headline="The harbour", body=make.text_of(SECRET), actor=writer)


def told() -> dict[str, Any]:
    return {sent.to[0]: sent for sent in outgoing.outbox}


def test_the_editors_are_told_what_was_handed_to_them_by_whom_and_where_it_is(certain: Any) -> None:
    writer = colleague("reporter", "Ana")
    colleague("editor", "Rita")
    colleague("administrator", "Boss")
    colleague("reporter", "Other")
    colleague("editor", "Silent", email="")
    colleague("editor", "Gone", is_active=False)
    article = draft(writer)
    with certain():
        AdminPage(writer).send(change_url(article, "hand-over"), note=NOTE)
    assert set(told()) == {"rita@example.org", "boss@example.org"}
    sent = told()["rita@example.org"]
    assert sent.subject == "For the editors: The harbour"
    assert NOTE in sent.body and "Ana handed this" in sent.body
    assert f"https://news.example{change_url(article)}\n" in sent.body
    assert SECRET not in sent.body and len(sent.to) == 1 and not sent.cc


def test_an_editor_who_hands_something_over_is_told_nothing_of_it(certain: Any) -> None:
    editor = colleague("editor", "Rita")
    with certain():
        AdminPage(editor).send(change_url(draft(editor), "hand-over"))
    assert told() == {}


def sent_back(certain: Any, writer: User) -> Article:
    editor = User.objects.filter(username="rita").first() or colleague("editor", "Rita")
    article = draft(writer)
    workflow.submit(working_copy=article, version=1, actor=writer)
    with certain():
        AdminPage(editor).send(change_url(article, "send-back"), note=NOTE)
    return article


def test_whoever_handed_it_over_is_told_that_it_came_back_with_the_whole_note(certain: Any) -> None:
    writer = colleague("reporter", "Ana")
    article = sent_back(certain, writer)
    (sent,) = outgoing.outbox
    assert sent.to == ["ana@example.org"] and sent.subject == "Sent back: The harbour"
    assert NOTE in sent.body and change_url(article) in sent.body and SECRET not in sent.body
    assert f"https://news.example{change_url(writer)}" in sent.body


def test_each_switches_it_off_for_themselves_and_nobody_for_another(certain: Any) -> None:
    writer, boss = colleague("reporter", "Ana"), colleague("administrator", "Boss")
    page = AdminPage(writer)
    form = page.form(change_url(writer))
    assert form.pop("wants_mail") == ["on"]
    page.send(change_url(writer), form)
    sent_back(certain, writer)
    assert outgoing.outbox == []
    AdminPage(boss).send(change_url(writer), wants_mail="on", time_zone="Europe/Berlin")
    writer.refresh_from_db()
    assert writer.time_zone == "Europe/Berlin" and not writer.wants_mail


def test_without_mail_nothing_is_sent_and_the_settings_say_so(certain: Any, settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = False
    writer = colleague("reporter", "Ana")
    sent_back(certain, writer)
    assert outgoing.outbox == []
    assert "Mail is not set up here" in AdminPage(writer).open(change_url(writer)).content.decode()


def test_what_is_refused_is_told_to_nobody(certain: Any) -> None:
    writer = colleague("reporter", "Ana")
    colleague("editor", "Rita")
    article = draft(writer)
    form = AdminPage(writer).form(change_url(article, "hand-over"))
    make.save(article, standfirst="Meanwhile")
    with certain():
        AdminPage(writer).send(change_url(article, "hand-over"), form)
    article.refresh_from_db()
    assert article.stage == "writing" and outgoing.outbox == []


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program end where a mail would be put among what waits."""

    def end(*told: Any, **keys: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(telling, "enqueue", end)
    monkeypatch.setattr(mail, "enqueue", end)


@pytest.mark.on_both
def test_a_draft_is_handed_over_with_its_mail_or_not_at_all(killed: None) -> None:
    writer, editor = colleague("reporter", "Ana"), colleague("editor", "Rita")
    article = draft(writer)
    with pytest.raises(SystemExit):
        AdminPage(writer).send(change_url(article, "hand-over"))
    article.refresh_from_db()
    assert article.stage == "writing"
    workflow.submit(working_copy=article, version=1, actor=writer)
    with pytest.raises(SystemExit):
        AdminPage(editor).send(change_url(article, "send-back"))
    article.refresh_from_db()
    assert article.stage == "submitted"


@pytest.mark.on_both
def test_an_account_ends_with_its_mail_or_not_at_all(killed: None) -> None:
    writer, heir = colleague("reporter", "Ana"), colleague("reporter", "Rita")
    article = draft(writer)
    with pytest.raises(SystemExit):
        page = AdminPage(colleague("administrator", "Boss"))
        page.send(change_url(writer, "deactivate"), drafts_to=str(heir.pk))
    writer.refresh_from_db()
    article.refresh_from_db()
    assert writer.is_active and article.holder == writer


@pytest.mark.on_both
def test_an_address_changes_with_its_mail_or_not_at_all(killed: None) -> None:
    writer = colleague("reporter", "Ana")
    with pytest.raises(SystemExit):
        told = {"email": "other@example.org", "current_password": "a password for tests"}
        AdminPage(writer).send(change_url(writer), **told)
    writer.refresh_from_db()
    assert writer.email == "ana@example.org"


def test_a_mail_server_that_fails_fails_nothing_else(certain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*letter: Any) -> None:
        raise OSError("no such host")

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    article = sent_back(certain, colleague("reporter", "Ana"))
    article.refresh_from_db()
    assert article.stage == "writing" and article.handover_note == NOTE


def test_a_mail_is_sent_again_when_the_mail_server_is_back(
    certain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*letter: Any) -> None:
        raise OSError("no such host")

    with monkeypatch.context() as away:
        away.setattr(mail.EmailMessage, "send", fail)
        sent_back(certain, colleague("reporter", "Ana"))
    job = Job.objects.get(state=State.WAITING)
    assert "did not take the mail" in job.fault and outgoing.outbox == []
    Job.objects.filter(pk=job.pk).update(due_at=job.made_at)
    work_off()
    work_off()
    assert [sent.to for sent in outgoing.outbox] == [["ana@example.org"]]


def test_a_mail_speaks_the_language_of_whoever_gets_it(certain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(mail, "interface_language", lambda *wanted: asked.append(wanted) or "en")
    sent_back(certain, colleague("reporter", "Ana", language="de"))
    assert [wanted[0] for wanted in asked] == ["de"]


def test_a_headline_forges_no_header(certain: Any) -> None:
    writer = colleague("reporter", "Ana")
    article = draft(writer)
    Article.objects.filter(pk=article.pk).update(headline="One\r\nBcc: all@example.org")
    article.refresh_from_db()
    workflow.submit(working_copy=article, version=1, actor=writer)
    with certain():
        AdminPage(colleague("editor", "Rita")).send(change_url(article, "send-back"))
    (sent,) = outgoing.outbox
    assert sent.subject == "Sent back: One Bcc: all@example.org" and not sent.bcc


def test_whoever_is_given_the_drafts_of_somebody_who_left_is_told_which(certain: Any) -> None:
    writer, heir, boss = (
        colleague("reporter", "Ana"),
        colleague("reporter", "Rita"),
        colleague("administrator", "Boss"),
    )
    article = draft(writer)
    with certain():
        AdminPage(boss).send(change_url(writer, "deactivate"), drafts_to=str(heir.pk))
    (sent,) = outgoing.outbox
    assert sent.to == ["rita@example.org"] and "The harbour" in sent.body and change_url(article) in sent.body
