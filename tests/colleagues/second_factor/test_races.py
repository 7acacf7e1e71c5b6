"""The same code sent twice at once lets one in, whatever kind it is of."""

import threading
import time
from typing import Any

import pytest

from colleagues.second_factor import codes, setting_up
from colleagues.second_factor.models import Authenticator, RecoveryCode
from tests import factories as make
from tests.colleagues.second_factor.app import code_of, with_factor
from tests.colleagues.test_races import together
from tests.soaking import how_many

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = how_many(3, soak=40)


def test_one_code_used_by_three_at_once_lets_one_in(monkeypatch: pytest.MonkeyPatch) -> None:
    all_have_looked, step_of = threading.Barrier(3), codes.step_of

    def looked_together(*given: Any, **more: Any) -> Any:
        found = step_of(*given, **more)
        all_have_looked.wait(timeout=30)
        return found

    for _round in range(ROUNDS):
        user = make.make_user("editor")
        with_factor(user)
        code = code_of(user)
        with monkeypatch.context() as patch:
            patch.setattr(codes, "step_of", looked_together)
            came = together(*[lambda user=user, code=code: codes.use(code, user=user)] * 3)
        assert sorted(came) == [False, False, True]


def test_one_recovery_code_used_by_three_at_once_lets_one_in() -> None:
    for _round in range(ROUNDS):
        user = make.make_user("editor")
        first, *_others = with_factor(user)
        came = together(*[lambda user=user, code=first: setting_up.recover(user=user, code=code)] * 3)
        assert sorted(came) == [False, False, True]
        assert RecoveryCode.objects.filter(user=user).count() == 9


def test_new_codes_made_twice_at_once_are_ten() -> None:
    user = make.make_user("editor")
    with_factor(user)
    came = together(*[lambda: setting_up.renew_codes(user=user)] * 2)
    stored = set(RecoveryCode.objects.filter(user=user).values_list("code_hash", flat=True))
    assert len(stored) == 10
    assert any({codes.hash_of(code, user=user) for code in shown} == stored for shown in came)


def test_a_code_of_an_app_that_was_replaced_meanwhile_is_no_more() -> None:
    user = make.make_user("editor")
    with_factor(user)
    code = code_of(user)
    Authenticator.objects.filter(user=user).update(
        seed=codes.new_seed(), last_step=int(time.time()) // 30 - 5
    )
    assert not codes.use(code, user=user)
