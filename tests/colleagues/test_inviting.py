"""Inviting a colleague: the link is shown once or sent, and there is only ever one that works."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.core import mail as outgoing
from django.test import Client
from django.utils import timezone

from accounts.models import User
from colleagues import inviting
from colleagues.inviting import DeadLink, accept, invite, renew, revoke
from colleagues.links import hash_of
from colleagues.models import Invitation
from publishing.errors import InvalidText, NotAllowed, WrongState
from publishing.models import Event
from tests import factories
from tests.admin_forms import AdminPage
from tests.colleagues.desk import INVITE, OPEN, PASSWORD, administrator, invited, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ANA = {"first_name": "Ana", "last_name": "Silva", "email": "ana@example.org"}


def shown_link(answer: Any) -> str:
    """Return the link a page shows to copy."""
    root = lxml.html.fromstring(answer.content.decode())
    (field,) = root.xpath('//input[@id="one-time-link"]')
    assert field.get("readonly") is not None
    return field.get("value")


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def events_of(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb))


def test_without_mail_the_link_is_shown_once_and_only_its_hash_is_kept() -> None:
    page = administrator()
    assert "E-mail is not set up" in page.open(INVITE).content.decode()
    answer = page.send(INVITE, **ANA, role=role_named("Editors").pk)
    link = shown_link(answer)
    assert link.startswith("http://127.0.0.1:8000/admin/join/")
    assert "no-store" in answer["Cache-Control"]
    invitation = Invitation.objects.get()
    token = path_of(link).split("/")[3]
    assert invitation.token_hash == hash_of(token)
    assert token not in str(list(Invitation.objects.values_list())) + str(list(Event.objects.values_list()))
    assert timedelta(days=6) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    assert link not in page.open(OPEN).content.decode()
    assert [event.label for event in events_of("invite")] == ["Ana Silva"]
    assert Client().get(path_of(link)).status_code == 200


def test_with_mail_the_link_is_sent_in_the_sites_name_from_its_own_address(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP, settings.SITE_NAME = True, "The Daily\nChip"
    page = administrator()
    assert "links are sent from" in page.open(INVITE).content.decode()
    answer = page.client.post(
        INVITE, ANA | {"role": role_named("Reporters").pk}, headers={"host": "localhost"}, follow=True
    )
    assert "A link was sent to ana@example.org" in page.said(answer)
    (mail,) = outgoing.outbox
    assert (mail.to, mail.subject) == (["ana@example.org"], "Your invitation to The Daily Chip")
    assert "http://127.0.0.1:8000/admin/join/" in mail.body and "localhost" not in mail.body
    assert "Hello Ana Silva" in mail.body and "Editor Number" in mail.body
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    assert Client().get(path_of(link)).status_code == 200


def test_a_mail_that_cannot_be_sent_is_said_and_the_link_shown_instead(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = administrator().send(INVITE, **ANA, role=role_named("Reporters").pk)
    assert "The mail could not be sent" in answer.content.decode()
    assert Client().get(path_of(shown_link(answer))).status_code == 200


def test_a_new_link_is_the_only_one_that_works() -> None:
    page = administrator()
    invitation, first = invited()
    second = path_of(shown_link(page.client.post(f"{OPEN}{invitation.pk}/link/")))
    assert Client().get(f"/admin/join/{first}/").status_code == 404
    assert Client().get(second).status_code == 200
    assert len(events_of("renew")) == 1


def test_sending_again_sends_a_new_link(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    page = administrator()
    invitation, first = invited()
    answer = page.client.post(f"{OPEN}{invitation.pk}/send/", follow=True)
    assert "A link was sent to ana@example.org" in page.said(answer)
    assert first not in outgoing.outbox[0].body
    assert "/admin/join/" in outgoing.outbox[0].body


@pytest.mark.on_both
def test_what_expired_is_still_listed_and_can_be_renewed() -> None:
    page = administrator()
    invitation, token = invited()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "It is over: make a new one." in page.open(OPEN).content.decode()
    assert Client().get(f"/admin/join/{token}/").status_code == 404
    token = renew(invitation=invitation, actor=None)
    assert Client().get(f"/admin/join/{token}/").status_code == 200


def test_what_was_taken_back_is_gone() -> None:
    page = administrator()
    invitation, token = invited()
    answer = page.client.post(f"{OPEN}{invitation.pk}/revoke/", follow=True)
    assert "was taken back" in page.said(answer)
    assert "Nobody is waiting to join" in answer.content.decode()
    assert Client().get(f"/admin/join/{token}/").status_code == 404
    assert len(events_of("revoke")) == 1
    for verb in (renew, revoke):
        with pytest.raises(WrongState, match="accepted or taken back"):
            verb(invitation=invitation, actor=None)
    assert "accepted or taken back" in page.said(
        page.client.post(f"{OPEN}{invitation.pk}/link/", follow=True)
    )


def test_buttons_are_pressed_not_followed() -> None:
    page = administrator()
    invitation, token = invited()
    for button in ("send", "link", "revoke"):
        assert page.client.get(f"{OPEN}{invitation.pk}/{button}/").status_code == 405
    assert Client().get(f"/admin/join/{token}/").status_code == 200


@pytest.mark.on_both
def test_nobody_is_invited_twice_or_who_is_here_already() -> None:
    page = administrator()
    here = factories.make_user("reporter", email="Here@example.org", first_name="Rita", last_name="Roe")
    gone = factories.make_user("reporter", email="gone@example.org", is_active=False)
    invited()
    role = role_named("Editors").pk
    for email, sentence in (
        ("ANA@example.org", "is invited already"),
        ("here@example.org", f"{here} has this e-mail address already"),
        ("gone@example.org", f"{gone} has this e-mail address and was deactivated"),
        ("nonsense", "Enter a valid email address"),
    ):
        answer = page.send(INVITE, **(ANA | {"email": email}), role=role)
        assert sentence in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_only_administrators_invite() -> None:
    invitation, _token = invited()
    editor = AdminPage(factories.make_user("editor"))
    assert editor.client.get(INVITE).status_code == 403
    assert editor.client.get(OPEN).status_code == 403
    for button in ("send", "link", "revoke"):
        assert editor.client.post(f"{OPEN}{invitation.pk}/{button}/").status_code == 403
    actor = factories.make_user("editor")
    with pytest.raises(NotAllowed):
        invite(**(ANA | {"email": "b@example.org"}), role=role_named("Administrators"), actor=actor)
    with pytest.raises(NotAllowed):
        renew(invitation=invitation, actor=actor)
    with pytest.raises(NotAllowed):
        revoke(invitation=invitation, actor=actor)


def test_no_other_role_can_be_sent_than_those_there_are() -> None:
    answer = administrator().send(INVITE, **ANA, role="999")
    assert "Select a valid choice" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_login_name_is_suggested_that_nobody_has() -> None:
    invitation, _token = invited(first_name="Ángela", last_name="de la Cruz")
    assert inviting.suggested_username(invitation) == "angela.de.la.cruz"
    factories.make_user("reporter", username="Angela.De.La.Cruz")
    factories.make_user("reporter", username="angela.de.la.cruz2")
    assert inviting.suggested_username(invitation) == "angela.de.la.cruz3"
    other, _token = invited(first_name="…", last_name="", email="dots@example.org")
    assert inviting.suggested_username(other) == "colleague"


@pytest.mark.on_both
def test_an_invitation_makes_one_account() -> None:
    _invitation, token = invited(role="editor")
    user = accept(token=token, username="ana", password=PASSWORD)
    assert (user.get_full_name(), user.email, user.is_staff) == ("Ana Silva", "ana@example.org", True)
    assert not user.is_superuser
    assert User.objects.get(pk=user.pk).has_perm("articles.publish_article")
    with pytest.raises(DeadLink):
        accept(token=token, username="ana2", password=PASSWORD)
    assert Event.objects.get(verb="join").object_key == str(user.pk)


def test_a_name_taken_meanwhile_leaves_the_invitation_open() -> None:
    _invitation, token = invited()
    factories.make_user("reporter", username="ana")
    with pytest.raises(InvalidText, match="logs in with this name"):
        accept(token=token, username="ana", password=PASSWORD)
    assert accept(token=token, username="ana.silva", password=PASSWORD)
