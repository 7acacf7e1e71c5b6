"""Passwords: long, in whatever script, and none that others would guess; asked for nothing else."""

from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from colleagues.passwords import make_link
from tests import factories as make
from tests.colleagues.desk import invited
from tests.colleagues.second_factor.app import give_password, with_factor

pytestmark = pytest.mark.django_db


def refused(password: str, user: User) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "all lower case and no digits",
        "908172635443627189",
        "  blanks before and after  ",
        "пароль из четырёх слов",
        "四つの言葉からなる長い合言葉です",
        "🐎🔋📎✅🐎🔋📎🌍🚂🍉🎻🧭🪁🦔🪐",
        "x1" * 3 + " and sixty-four letters or more are taken as they are, all of them " * 2,
    ],
)
def test_what_is_long_and_unusual_is_taken(password: str) -> None:
    assert not refused(password, make.make_user("reporter"))


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "passwordpassword",
        "Password1Password1",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "abcabcabcabcabcabc",
        "NewsroomNewsroom",
        "thedailychip-2026",
        "rita.silva.thedailychip",
        "ritasilva@example.org",
    ],
)
def test_what_others_would_guess_is_not(password: str) -> None:
    make.fill_in_newsroom(name="The Daily Chip")
    user = make.make_user(
        "reporter", username="rita.silva", first_name="Rita", last_name="Silva", email="ritasilva@example.org"
    )
    assert refused(password, user)


def test_eight_letters_are_enough_beside_a_second_factor(settings: Any) -> None:
    user = make.make_user("editor")
    assert refused("xkcd-936", user)
    settings.SECOND_FACTOR = "on"
    assert not refused("xkcd-936", user) and refused("xkcd-93", user)
    reporter = make.make_user("reporter")
    assert refused("xkcd-936", reporter)
    with_factor(reporter)
    assert not refused("xkcd-936", reporter)


@pytest.mark.parametrize(("role", "count"), [("reporter", "15"), ("editor", "8")])
def test_the_form_says_the_rule_before_anything_is_typed(role: str, count: str, settings: Any) -> None:
    settings.SECOND_FACTOR = "on"
    _invitation, token = invited(role=role)
    assert f"At least {count} letters" in Client().get(f"/admin/join/{token}/").content.decode()


def test_the_page_on_which_it_is_changed_says_it_too() -> None:
    client = Client()
    client.force_login(make.make_user("reporter"))
    assert "At least 15 letters" in client.get("/admin/password_change/").content.decode()


DECOMPOSED, COMPOSED = "cafe\u0301 ﬁ １２３ au lait", "caf\u00e9 fi 123 au lait"


def test_one_password_from_two_keyboards() -> None:
    user = make.make_user("reporter")
    token = make_link(user=user, actor=None)[1]
    Client().post(f"/admin/password/{token}/", {"password1": DECOMPOSED, "password2": DECOMPOSED})
    user.refresh_from_db()
    assert user.check_password(COMPOSED) and user.check_password(DECOMPOSED)


def test_a_hash_from_before_still_fits() -> None:
    user = make.make_user("reporter")
    User.objects.filter(pk=user.pk).update(password=make_password(DECOMPOSED))
    user.refresh_from_db()
    assert user.check_password(DECOMPOSED) and not user.check_password(COMPOSED)


@pytest.mark.parametrize("password", ["plain and wrong", DECOMPOSED])
def test_a_name_nobody_has_takes_as_long(password: str) -> None:
    """As many hashes are worked out; those of a test are too quick to be timed."""
    make.make_user("reporter", username="rita")
    counts = []
    for name in ("rita", "nora"):
        hasher = type(get_hasher())
        with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
            Client().post("/admin/login/", {"username": name, "password": password})
        counts.append(encode.call_count)
    assert counts[0] == counts[1] > 0


def test_a_short_password_from_before_still_works_and_is_pointed_out() -> None:
    user, client = make.make_user("reporter"), Client()
    User.objects.filter(pk=user.pk).update(password=make_password("short one"))
    client.post("/admin/login/", {"username": user.username, "password": "short one", "next": "/admin/"})
    assert "Your password is short" in client.get("/admin/").content.decode()
    other = Client()
    long = make.make_user("reporter")
    give_password(other, long)
    assert "Your password is short" not in other.get("/admin/").content.decode()
