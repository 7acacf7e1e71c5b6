"""What the tests themselves stand on: who can reach a database, and in what state it is found."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.models import User
from tests.databases import migrated, renew
from tests.ordering import in_good_order, is_its_turn, needs_this_database, uses_database
from tests.soaking import how_many

ROLES = {"Reporters", "Fact checkers", "Editors", "Administrators"}


def roles() -> set[str]:
    return set(Group.objects.values_list("name", flat=True))


def test_a_test_that_does_not_say_so_reaches_no_database(request: pytest.FixtureRequest) -> None:
    assert not uses_database(request.node)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.exists()


@pytest.mark.django_db
def test_a_marked_test_is_known_to_reach_one(request: pytest.FixtureRequest) -> None:
    assert needs_this_database(request.node)
    assert not User.objects.exists()


def test_so_is_one_that_asks_for_it_by_a_fixture(request: pytest.FixtureRequest, db: None) -> None:
    assert needs_this_database(request.node)


@pytest.mark.django_db(transaction=True)
@pytest.mark.same_on_both
def test_what_commits_is_tried_on_both(request: pytest.FixtureRequest) -> None:
    assert needs_this_database(request.node)


@pytest.mark.parametrize("soak", [False, True])
def test_what_is_the_same_though_it_commits_is_tried_on_both_when_there_is_time(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, soak: bool
) -> None:
    monkeypatch.setattr("tests.ordering.SOAK", soak)
    request.node.add_marker(pytest.mark.django_db(transaction=True))
    request.node.add_marker(pytest.mark.same_on_both(committed=True))
    assert needs_this_database(request.node) is soak


def test_what_makes_sure_of_queries_is_tried_on_both_in_a_module_that_is_the_same(
    request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.ordering.SOAK", False)
    request.node.add_marker(pytest.mark.same_on_both)
    assert not needs_this_database(request.node)
    request.node.add_marker(pytest.mark.on_both)
    assert needs_this_database(request.node)


@pytest.mark.parametrize("soak", [False, True])
def test_what_takes_long_runs_when_there_is_time(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, soak: bool
) -> None:
    monkeypatch.setattr("tests.ordering.SOAK", soak)
    assert is_its_turn(request.node)
    request.node.add_marker(pytest.mark.soak)
    assert is_its_turn(request.node) is soak


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_everything_is_as_it_was_migrated() -> None:
    assert roles() == ROLES
    User.objects.create_user(username="left")
    Group.objects.all().delete()
    place = str(connection.settings_dict["NAME"])
    assert place != migrated()
    renew(place)
    assert roles() == ROLES
    assert not User.objects.exists()


def test_quick_modules_come_first_then_long_ones_and_modules_stay_together(
    request: pytest.FixtureRequest,
) -> None:
    ordered = in_good_order(request.session.items)
    assert sorted(item.nodeid for item in ordered) == sorted(item.nodeid for item in request.session.items)
    modules = [item.nodeid.partition("::")[0] for item in ordered]
    changes = sum(one != other for one, other in pairwise(modules))
    assert changes == len(set(modules)) - 1


def test_long_searches_are_for_when_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.soaking.SOAK", False)
    assert how_many(5, soak=500) == 5
    monkeypatch.setattr("tests.soaking.SOAK", True)
    assert how_many(5, soak=500) == 500
