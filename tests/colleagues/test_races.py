"""Two at the same moment, on connections of their own: one account a link, and always an administrator."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from colleagues.forms import ColleagueForm
from colleagues.inviting import DeadLink, accept, invite
from colleagues.leaving import deactivate
from colleagues.models import Invitation, PasswordLink
from colleagues.own_profile import link_profile
from colleagues.passwords import change_own, choose, links_asked_for, make_link
from colleagues.rights import administrators
from profiles.models import Person
from publishing.errors import WorkflowError
from publishing.models import Event
from publishing.workflow import publish
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import PASSWORD, invited, make_administrator
from tests.soaking import how_many

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = how_many(2, soak=40)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls start at the same moment, each in a thread of its own; return what came of each."""
    start, came = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            came[place] = call()
        except WorkflowError as refusal:
            came[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came


def refusals(came: list[Any]) -> int:
    return sum(isinstance(one, WorkflowError) for one in came)


def test_one_link_opened_by_two_makes_one_account() -> None:
    for number in range(ROUNDS):
        _invitation, token = invited(email=f"{number}@example.org")
        came = together(
            *(
                lambda token=token, name=name: accept(token=token, username=name, password=PASSWORD)
                for name in (f"ana{number}", f"bob{number}", f"eve{number}")
            )
        )
        assert refusals(came) == 2
        assert User.objects.filter(username__endswith=str(number)).count() == 1
    assert Event.objects.filter(verb="join").count() == ROUNDS


def test_a_login_name_wanted_by_two_goes_to_one() -> None:
    for number in range(ROUNDS):
        tokens = [invited(email=f"{one}{number}@example.org")[1] for one in "ab"]
        came = together(
            *(
                lambda token=token, name=f"ana{number}": accept(token=token, username=name, password=PASSWORD)
                for token in tokens
            )
        )
        assert refusals(came) == 1
    assert Invitation.objects.unused().count() == ROUNDS


def test_one_password_link_sets_one_password() -> None:
    user = factories.make_user("reporter")
    for _number in range(ROUNDS):
        _link, token = make_link(user=user, actor=None)
        came = together(
            *(
                lambda token=token, words=words: choose(token=token, password=words)
                for words in ("the first password", "the second password")
            )
        )
        assert refusals(came) == 1
    assert Event.objects.filter(verb="password").count() == ROUNDS
    assert not PasswordLink.objects.unused().exists()


@pytest.mark.parametrize("other", ["make_link", "links_asked_for", "change_own", "deactivate"])
def test_a_link_that_is_used_while_something_else_ends_it_is_used_or_dead(other: str) -> None:
    owner = factories.make_user("administrator")
    for number in range(ROUNDS * 2):
        user = factories.make_user("reporter", email=f"{number}@example.org")
        link, token = make_link(user=user, actor=owner)
        ends: dict[str, Callable[[], Any]] = {
            "make_link": lambda user=user: make_link(user=user, actor=owner),
            "links_asked_for": lambda user=user: links_asked_for(user.email, seed="seed"),
            "change_own": lambda user=user: change_own(user=user, password="the second password"),
            "deactivate": lambda user=user: deactivate(user=user, actor=owner),
        }
        came = together(
            lambda token=token: choose(token=token, password="the first password"),
            ends[other],
        )
        assert isinstance(came[0], User | DeadLink), came
        assert not isinstance(came[1], Exception), came
        link.refresh_from_db()
        assert bool(link.used_at) is isinstance(came[0], User)
        assert bool(link.revoked_at) is isinstance(came[0], DeadLink)


def test_the_same_person_is_not_invited_twice() -> None:
    roles = [factories.group_of("editor"), factories.group_of("reporter")]
    for number in range(ROUNDS):
        came = together(
            *(
                lambda role=role, email=f"{number}@example.org": invite(
                    first_name="Ana", last_name="", email=email, role=role, actor=None
                )
                for role in roles
            )
        )
        assert refusals(came) == 1
    assert Invitation.objects.count() == ROUNDS


def test_of_two_administrators_who_end_each_other_one_is_left() -> None:
    for _number in range(ROUNDS):
        first, second = make_administrator(), make_administrator()
        came = together(
            lambda first=first, second=second: deactivate(user=first, actor=second),
            lambda first=first, second=second: deactivate(user=second, actor=first),
        )
        assert refusals(came) == 1
        assert administrators().count() == 1
        User.objects.update(is_active=False)


def test_of_two_administrators_who_take_each_others_role_one_keeps_it() -> None:
    for _number in range(ROUNDS):
        pair = [make_administrator(), make_administrator()]
        pages = [AdminPage(user) for user in pair]
        forms = [
            page.form(change_url(user)) | {"groups": []} for page, user in zip(pages, pair[::-1], strict=True)
        ]
        together(
            *(
                lambda page=page, user=user, form=form: page.send(change_url(user), form)
                for page, user, form in zip(pages, pair[::-1], forms, strict=True)
            )
        )
        assert administrators().count() == 1
        User.objects.update(is_active=False)


class Pausing:
    """Wait once, right after a thread's first lock on a draft, until the other one has its first as well."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2)
        self.has_waited: set[int] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        answer = execute(sql, *arguments)
        is_lock = "FOR NO KEY UPDATE" in sql and ("articles_article" in sql or "profiles_person" in sql)
        if is_lock and threading.get_ident() not in self.has_waited:
            self.has_waited.add(threading.get_ident())
            with suppress(threading.BrokenBarrierError):
                # Whoever takes locks in one order for all keeps the other from getting here at all.
                self.barrier.wait(timeout=1)
        return answer


def test_a_profile_chosen_by_two_is_one_colleagues() -> None:
    for _number in range(ROUNDS):
        person = factories.make_person()
        pages = [(user, AdminPage(user)) for user in (factories.make_user("reporter") for _one in "ab")]
        forms = [
            (page, change_url(user), page.form(change_url(user)) | {"person": [str(person.pk)]})
            for user, page in pages
        ]
        came = together(
            *(lambda page=page, url=url, form=form: page.send(url, form) for page, url, form in forms)
        )
        told = [answer.content.decode() for answer in came]
        assert sum("Your settings are saved" in page for page in told) == 1
        assert sum("Somebody else" in page and "linked to this profile" in page for page in told) == 1
        person.refresh_from_db()
        assert person.colleague in [user for user, _page in pages]


def test_whoever_is_refused_a_profile_keeps_the_one_they_had() -> None:
    mine, others = factories.make_person(), factories.make_person()
    colleague, other = factories.make_user("reporter", person=mine), factories.make_user("reporter")
    page = AdminPage(make_administrator())
    form = page.form(change_url(colleague)) | {"person": [str(others.pk)]}
    # Free when the form was checked, and taken when it is written.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ColleagueForm, "clean_person", lambda form: form.cleaned_data["person"])
        link_profile(other, others)
        answer = page.send(change_url(colleague), form)
    assert "Somebody else has just been linked to this profile" in answer.content.decode()
    assert Person.objects.of_colleague(colleague) == mine and Person.objects.of_colleague(other) == others


def test_somebody_leaves_while_their_drafts_are_published_and_neither_waits_for_ever() -> None:
    leaving, heir, editor = (factories.make_user("editor") for _ in range(3))
    administrator = make_administrator()
    article, person = factories.make_article(actor=leaving), factories.make_person(actor=leaving)
    pausing = Pausing()

    def paused(call: Callable[[], Any]) -> Any:
        with connection.execute_wrapper(pausing):
            return call()

    came = together(
        lambda: paused(
            lambda: publish(
                working_copy=article, version=article.version, actor=editor, together_with=[person]
            )
        ),
        lambda: paused(lambda: deactivate(user=leaving, actor=administrator, drafts_to=heir)),
    )
    assert refusals(came) == 0
    article.refresh_from_db()
    person.refresh_from_db()
    assert article.editions.count() == person.editions.count() == 1
    leaving.refresh_from_db()
    assert not leaving.is_active
    assert heir == person.holder == article.holder


def test_drafts_that_go_public_together_are_locked_in_one_order() -> None:
    """Two editors, each publishing one with the other."""
    for _ in range(ROUNDS // 2):
        article, person = factories.make_article(), factories.make_person()
        pausing = Pausing()

        def paused(one: Any, other: Any, pausing: Pausing = pausing) -> Any:
            with connection.execute_wrapper(pausing):
                return publish(working_copy=one, version=1, actor=None, together_with=[other])

        came = together(
            lambda article=article, person=person: paused(article, person),
            lambda article=article, person=person: paused(person, article),
        )
        assert refusals(came) == 1
        assert article.editions.count() == person.editions.count() == 1
