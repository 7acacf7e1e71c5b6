"""Everything that says who a colleague was goes; what they did stays, as a former colleague's."""

from datetime import timedelta

import lxml.html
import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from colleagues import leaving, mail
from colleagues.braking import TRIES, WAITING
from colleagues.inviting import accept, invite
from colleagues.passwords import make_link
from jobs.queue import enqueue
from jobs.working import work_off
from operating.erasing import journal
from operating.erasing.colleagues import erase_colleague
from operating.erasing.models import Erasure
from profiles.models import Person
from publishing import workflow
from publishing.errors import NotAllowed, WrongState
from publishing.history import history_of, write_event
from publishing.models import Event, Verb
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.operating.erasing.searching import in_files, in_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.same_on_both(committed=True)]

WORDS = ["zqfirst", "zqlast", "zqlogin", "zqmail", "zqtyped", "zqsent"]
PASSWORD = "correct horse battery staple"


def somebody() -> User:
    """Let somebody join, work here in every way that leaves their name, and leave."""
    owner = make.make_user("administrator")
    _invitation, token = invite(
        first_name="Zqfirst",
        last_name="Zqlast",
        email="zqmail@example.org",
        role=make.group_of("editor"),
        actor=owner,
    )
    user = accept(token=token, username="zqlogin", password=PASSWORD)
    user.language, user.time_zone = "en", "Europe/Vienna"
    user.save()
    client = Client()
    client.force_login(user)
    client.get("/admin/")
    AccessAttempt.objects.create(username="zqlogin", ip_address="192.0.2.1", failures_since_start=2)
    AccessAttempt.objects.create(
        username="ZQMAIL@example.org", ip_address="192.0.2.1", failures_since_start=2
    )
    AccessAttempt.objects.create(username=f"{WAITING}zqlogin", ip_address="192.0.2.1", failures_since_start=0)
    enqueue(TRIES, {"name": "zqlogin"})
    make_link(user=user, actor=owner)
    draft = make.make_article(actor=user)
    workflow.submit(working_copy=draft, version=1, actor=user, note="From Zqfirst Zqlast, with thanks.")
    make.save(draft, headline="Later")
    make.keep(draft, user, headline="zqtyped")
    make.make_delivery(user, "zqsent headline\n\nA text.\n")
    enqueue(mail.MAIL, {"to": "zqmail@example.org", "subject": "Hello Zqfirst", "text": "Hello"})
    person = make.make_person(name="Byline Name")
    Person.objects.filter(pk=person.pk).update(colleague=user)
    leaving.deactivate(user=user, actor=owner)
    user.refresh_from_db()
    return user


@pytest.mark.on_both
def test_nothing_of_an_account_is_left_in_any_row_or_file() -> None:
    user = somebody()
    assert {word for word, _where in in_rows(WORDS)} == set(WORDS), "the control: every word is found before"
    assert connection.vendor != "sqlite" or {word for word, _where in in_files(WORDS)} == set(WORDS)

    erase_colleague(user=user, actor=make.make_user("administrator"))
    work_off()

    assert in_rows(WORDS) == set()
    assert in_files(WORDS) == set()


def test_what_they_did_stays_under_a_number() -> None:
    user = somebody()
    done = Event.objects.filter(actor=user).count()

    erase_colleague(user=user, actor=None)
    work_off()

    user.refresh_from_db()
    assert done and Event.objects.filter(actor=user).count() == done
    assert str(user) == f"Former colleague {user.pk}"
    assert Event.objects.get(verb="submit").note == f"From Former colleague {user.pk}, with thanks."
    assert not Person.objects.get(name="Byline Name").colleague
    erased = Event.objects.get(verb="erase")
    assert (erased.kind, erased.object_key, erased.note, erased.data) == ("user", str(user.pk), "", {})


def test_whoever_can_log_in_is_not_erased() -> None:
    with pytest.raises(WrongState, match="Deactivate"):
        erase_colleague(user=make.make_user("editor"), actor=None)


def test_only_administrators_can_and_never_themselves() -> None:
    user, administrator = somebody(), make.make_user("administrator")

    with pytest.raises(NotAllowed):
        erase_colleague(user=user, actor=make.make_user("editor"))
    with pytest.raises(NotAllowed):
        erase_colleague(user=administrator, actor=administrator)


@pytest.mark.on_both
def test_an_erased_account_is_nobodys_again() -> None:
    user, owner = somebody(), make.make_user("administrator")
    erase_colleague(user=user, actor=owner)

    with pytest.raises(NotAllowed):
        leaving.reactivate(user=user, actor=owner)
    with pytest.raises(WrongState, match="already"):
        erase_colleague(user=user, actor=None)
    # The name and the address are free for somebody else.
    make.make_user("editor", username="zqlogin", email="zqmail@example.org")


@pytest.mark.on_both
def test_a_restored_backup_is_erased_again_and_nobody_who_came_later() -> None:
    user = somebody()
    entry = journal.Entry("colleague", str(user.pk), timezone.now())
    later = make.make_user("editor", username="later")
    User.objects.filter(pk=later.pk).update(date_joined=timezone.now() + timedelta(minutes=1))
    other = journal.Entry("colleague", str(later.pk), timezone.now())

    assert journal.repeat([entry, other]) == 2

    assert in_rows(WORDS) == set()
    later.refresh_from_db()
    assert later.username == "later" and later.is_active
    assert not Erasure.objects.filter(finished_at=None).exists()
    assert journal.repeat([entry, other]) == 0


def test_an_earlier_name_of_a_colleague_goes_too() -> None:
    owner, user = make.make_user("administrator"), somebody()
    draft = make.make_article()
    workflow.submit(working_copy=draft, version=1, actor=None, note="Zqfirst Zqlast asked, not zqlast.")
    User.objects.filter(pk=user.pk).update(last_name="Zqwedded")
    user.refresh_from_db()
    write_event(Verb.SAVE, of=user, actor=owner)

    erase_colleague(user=user, actor=owner)
    work_off()

    draft.refresh_from_db()
    assert draft.handover_note == f"{User.objects.get(pk=user.pk)} asked, not zqlast."
    assert not in_rows(["Zqfirst", "Zqwedded"])


def test_a_part_of_a_name_goes_where_it_was_chosen_and_in_a_restored_backup_too() -> None:
    owner, user = make.make_user("administrator"), somebody()
    notes = ["Ask Zqfirst.", "Zqfirst Street is closed."]
    drafts = [make.make_article(headline=f"Of Zqfirst {number}") for number in range(2)]
    for draft, note in zip(drafts, notes, strict=True):
        workflow.submit(working_copy=draft, version=1, actor=None, note=note)
    page = AdminPage(owner)
    address = reverse("admin:erase-colleague", args=[user.pk])
    shown = lxml.html.fromstring(page.client.get(address).content.decode())
    offered = {
        " ".join(label.text_content().split()): label.xpath(".//input/@value")[0]
        for label in shown.xpath("//label[.//input[@name='places']]")
    }
    assert not shown.xpath("//input[@name='places'][@checked]")
    chosen = [key for words, key in offered.items() if "Ask Zqfirst" in words]
    assert len(chosen) == 2, "in the history, and on the draft"
    answer = page.client.post(address, {"confirmed": user.username, "places": chosen})
    assert answer.status_code == 302
    work_off()

    former = str(User.objects.get(pk=user.pk))
    for draft, note in zip(drafts, [f"Ask {former}.", "Zqfirst Street is closed."], strict=True):
        draft.refresh_from_db()
        assert draft.handover_note == note and draft.headline.startswith("Of Zqfirst")
        assert history_of(draft).filter(verb=Verb.SUBMIT, note=note).exists()
    (entry,) = journal.entries()
    assert entry.places.split() == chosen
    assert journal.read(journal.file()) == [entry]
