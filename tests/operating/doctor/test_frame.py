"""Every check is asked whatever the others meet, and programs can read what it found."""

import io
import json
from collections.abc import Iterator, Sequence

import pytest
from django.core.management import call_command
from django.db import OperationalError

from operating.doctor.checks import CHECKS
from operating.doctor.findings import Asked, Check, Finding, check
from operating.doctor.running import examine, worst_of
from operating.doctor.telling import as_data, as_text


@check("broken", "Broken")
def broken(ask: Asked) -> Iterator[Finding]:
    raise ValueError("a fault of ours")
    yield


@check("away", "Away", needs_database=True)
def away(ask: Asked) -> Iterator[Finding]:
    raise OperationalError("gone")
    yield


@check("fine", "Fine")
def fine(ask: Asked) -> Iterator[Finding]:
    yield Finding("good", "All is well.")


def mendable() -> tuple[Check, list[str]]:
    state: list[str] = ["crooked"]

    def straighten(actor: object) -> str:
        state[0] = "straight"
        return "It was straightened."

    @check("mendable", "Mendable")
    def look(ask: Asked) -> Iterator[Finding]:
        if state[0] == "crooked":
            yield Finding("error", "It is crooked.", "Straighten it.", mend=straighten)

    return look, state


def levels(checks: Sequence[Check], **how: bool) -> list[str]:
    return [one.worst for one in examine(Asked(), checks=checks, **how)]


def test_a_check_that_fails_hides_nothing_of_the_others() -> None:
    assert levels([broken, fine]) == ["warning", "good"]


@pytest.mark.django_db
def test_without_the_database_what_needs_it_is_said_not_to_be_looked_at() -> None:
    looked = list(examine(Asked(), checks=[away, fine]))
    assert [finding.code for finding in looked[0].findings] == ["database.not-looked-at"]
    assert looked[1].worst == "good"


def test_what_can_be_put_right_is_put_right_only_when_asked_and_then_looked_at_again() -> None:
    look, state = mendable()
    assert levels([look]) == ["error"]
    assert state == ["crooked"]
    (one,) = examine(Asked(), checks=[look], mend=True)
    assert (one.worst, one.mended) == ("good", ["It was straightened."])
    assert "  Put right: It was straightened." in list(as_text(one))


def test_what_cannot_be_put_right_keeps_nothing_else_from_it() -> None:
    def fails(actor: object) -> str:
        raise PermissionError("not yours")

    @check("stuck", "Stuck")
    def stuck(ask: Asked) -> Iterator[Finding]:
        yield Finding("error", "It is stuck.", mend=fails)

    look, state = mendable()
    first, second = examine(Asked(), checks=[stuck, look], mend=True)
    assert (first.worst, second.worst, state) == ("error", "good", ["straight"])
    assert first.mended == ["Not this: it could not be put right. The log says why."]


def test_what_is_told_names_what_why_and_what_to_do() -> None:
    @check("told", "Told")
    def told(ask: Asked) -> Iterator[Finding]:
        yield Finding("warning", "It rains.", "Take an umbrella.", "You get wet.")

    (one,) = examine(Asked(), checks=[told])
    assert list(as_text(one)) == [
        "Warning: Told",
        "  Warning: It rains.",
        "    You get wet.",
        "    → Take an umbrella.",
    ]


def test_programs_read_the_same_names_each_time() -> None:
    ask = Asked()
    data = as_data(list(examine(ask, checks=[fine])), ask)
    assert set(data) == {"format", "at", "all", "worst", "counts", "checks"}
    assert set(data["checks"][0]) == {"check", "words", "worst", "seconds", "mended", "findings"}
    assert data["checks"][0]["findings"] == [
        {
            "code": "fine",
            "level": "good",
            "what": "All is well.",
            "why": "",
            "how_to_mend": "",
            "can_mend": False,
        }
    ]


def test_every_check_has_a_name_of_its_own() -> None:
    names = [one.name for one in CHECKS]
    assert len(set(names)) == len(names)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, level: str) -> tuple[int, str]:
    @check("one", "One")
    def one(ask: Asked) -> Iterator[Finding]:
        yield Finding(level, "So it is.")  # type: ignore[arg-type]

    monkeypatch.setattr("operating.doctor.running.CHECKS", (one,))
    out = io.StringIO()
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "status", "strict"), [("good", 0, 0), ("notice", 0, 0), ("warning", 0, 1), ("error", 2, 2)]
)
def test_the_exit_status_tells_how_bad_it_is(
    monkeypatch: pytest.MonkeyPatch, level: str, status: int, strict: int
) -> None:
    assert run(monkeypatch, level=level)[0] == status
    assert run(monkeypatch, "--strict", level=level)[0] == strict
    ended, out = run(monkeypatch, "--json", level=level)
    assert (ended, json.loads(out)["worst"]) == (status, level)


def test_the_worst_of_a_run_counts() -> None:
    assert worst_of(list(examine(Asked(), checks=[fine, broken]))) == "warning"
    assert worst_of([]) == "good"
