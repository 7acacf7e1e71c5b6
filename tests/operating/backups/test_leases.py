"""Two backups to one place, of two sites or two machines: one at a time, and neither harms the other."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from operating.backups import buckets, leases, taking
from operating.backups.faults import BackupError
from operating.backups.leases import LEASE, Lease, leased
from operating.backups.manifest import OBJECTS, names_at
from operating.backups.places import Place
from operating.backups.taking import back_up
from operating.backups.targets import place_at
from tests import factories as make
from tests.buckets import NAME, Bucket, a_bucket
from tests.operating.backups.folders import a_data_dir  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]


@pytest.fixture(scope="module")
def whole_bucket() -> Iterator[Bucket]:
    with a_bucket() as bucket:
        yield bucket


@pytest.fixture(params=["folder", "bucket"])
def target(request: Any, whole_bucket: Bucket, settings: Any, tmp_path: Path) -> str:
    whole_bucket.empty()
    settings.BACKUP_S3 = whole_bucket.for_backups
    monkeypatch = request.getfixturevalue("monkeypatch")
    monkeypatch.setattr(buckets.Bucket, "settles_in", 0.0)
    if request.param == "bucket":
        return f"s3://{NAME}/newsroom"
    # As the same folder is on another machine, which knows nothing of our locks.
    monkeypatch.setattr("operating.backups.places.lock_or_refuse", lambda file: None)
    (tmp_path / "backups").mkdir()
    return str(tmp_path / "backups")


def there(target: str) -> set[str]:
    return set(place_at(target).names(""))


def test_while_another_machine_backs_up_nothing_is_written_or_taken_away(target: str) -> None:
    make.make_image()
    back_up(target)
    place = place_at(target)
    with leased(place, "another machine"):
        before = there(target)
        make.make_image()
        with pytest.raises(BackupError, match="Another backup is being made or brought back at"):
            back_up(target)
        assert there(target) == before and LEASE in before
    assert LEASE not in there(target)
    assert back_up(target).name in names_at(place_at(target))


def test_of_many_at_once_one_alone_holds_the_place(target: str) -> None:
    place, begin = place_at(target), threading.Barrier(6)
    took: list[Lease] = []

    def run(number: int) -> None:
        lease = Lease(place, f"machine {number}")
        begin.wait(timeout=20)
        try:
            lease.take()
        except BackupError:
            return
        took.append(lease)

    threads = [threading.Thread(target=run, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 1 and took[0].is_ours()


def test_what_somebody_killed_has_held_is_free_again(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_at(target)
    Lease(place, "killed").take()
    with pytest.raises(BackupError):
        Lease(place, "another").take()
    # Begun again on the same machine, whose data folder only one can hold.
    Lease(place, "killed").take()
    monkeypatch.setattr(leases, "DEAD_AFTER", -1.0)
    lease = Lease(place, "another")
    lease.take()
    assert lease.is_ours()


def test_a_hold_is_renewed_while_it_lasts(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "AGAIN_EVERY", 0.01)
    place, renewed = place_at(target), threading.Event()
    rewrite = type(place).rewrite

    def noted(self: Place, name: str, said: bytes) -> None:
        rewrite(self, name, said)
        renewed.set()

    with patch.object(type(place), "rewrite", noted), leased(place, "this"):
        assert renewed.wait(timeout=20)
        leases.require_hold(place)
    assert place.age(LEASE) is None


def test_whoever_has_lost_the_place_writes_no_backup_and_takes_none_away(
    target: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_KEEP = "1d"
    make.make_image()
    first = back_up(target)
    read_back = taking._Taking._read_back

    def slept(self: taking._Taking) -> None:
        read_back(self)
        # Meanwhile this machine counted as dead.
        self.place.rewrite(LEASE, b'{"holder": "another", "token": "x"}')

    monkeypatch.setattr(taking._Taking, "_read_back", slept)
    make.make_image()
    with pytest.raises(BackupError, match="has taken over"):
        back_up(target)
    assert names_at(place_at(target)) == [first.name]
    assert LEASE in there(target), "it is the other's now"


def test_a_storage_that_knows_no_conditions_is_asked_who_wrote_last(
    whole_bucket: Bucket, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Any = place_at(target)
    monkeypatch.setattr(type(place), "begin", lambda self, name, said: self.rewrite(name, said) or True)
    another = patch("time.sleep", lambda seconds: place.rewrite(LEASE, b'{"token": "x"}'))
    with another, pytest.raises(BackupError, match="Another backup"):
        Lease(place, "slower").take()


def test_what_another_backup_further_down_is_sending_is_not_called_off(
    whole_bucket: Bucket, target: str
) -> None:
    if not target.startswith("s3:"):
        pytest.skip("a folder knows no half sent files")
    place: Any = place_at(target)
    for key in (f"newsroom/other/{OBJECTS}aa/aa", f"newsroom/{OBJECTS}aa/aa"):
        place._client.create_multipart_upload(Bucket=NAME, Key=key)
    with place.held("this"):
        left = place._client.list_multipart_uploads(Bucket=NAME)["Uploads"]
    assert [one["Key"] for one in left] == [f"newsroom/other/{OBJECTS}aa/aa"]
