"""Administrators see what is done in the background, try it again or drop it; nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import queue
from jobs.models import Job, State
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.colleagues.test_passwords import text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/background/"


def failed() -> Job:
    queue.enqueue("colleagues.mail", {"to": "ana@example.org", "subject": "Secret", "text": "Words"})
    Job.objects.update(state=State.FAILED, fault="The mail server did not take the mail.", tries=4)
    return Job.objects.get()


def test_what_failed_is_shown_in_sentences_without_what_it_was_told() -> None:
    failed()
    page = AdminPage(make.make_user("administrator"))
    shown = text_of(page.open(ADDRESS))
    assert "Send a mail" in shown and "did not take the mail" in shown and "Tried 4 times" in shown
    assert "Secret" not in shown and "ana@example.org" not in shown
    assert ADDRESS in page.open("/admin/").content.decode()


def test_it_is_tried_again_or_dropped() -> None:
    job = failed()
    page = AdminPage(make.make_user("administrator"))
    answer = page.client.post(ADDRESS, {"job": job.pk, "what": "again"}, follow=True)
    assert "tried again in a moment" in page.said(answer)
    job.refresh_from_db()
    assert job.state == State.WAITING and job.tries == 0
    page.client.post(ADDRESS, {"job": job.pk, "what": "drop"})
    assert not Job.objects.exists()
    for wrong in ({"job": job.pk, "what": "drop"}, {"job": "²", "what": "again"}, {}):
        assert "Nothing was changed" in page.said(page.client.post(ADDRESS, wrong, follow=True))


def test_what_runs_cannot_be_dropped() -> None:
    job = failed()
    Job.objects.update(state=State.RUNNING)
    AdminPage(make.make_user("administrator")).client.post(ADDRESS, {"job": job.pk, "what": "drop"})
    assert Job.objects.exists()


def test_the_desk_says_to_administrators_that_no_worker_is_there() -> None:
    failed()
    Job.objects.update(state=State.WAITING, due_at=timezone.now() - timedelta(minutes=11))
    administrator, editor = (AdminPage(make.make_user(role)) for role in ("administrator", "editor"))
    said = "no worker has been seen for 10 minutes"
    assert said in text_of(administrator.open("/admin/")) and said in text_of(administrator.open(ADDRESS))
    editors = text_of(editor.open("/admin/"))
    assert said not in editors and "Background work" not in editors
    assert editor.client.get(ADDRESS).status_code == 403
