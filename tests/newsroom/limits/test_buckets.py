"""Token buckets: so many at once, then so many a second, in so much memory."""

from newsroom.limits.buckets import Buckets, Rate


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_as_they_come() -> None:
    clock = Clock()
    door = Buckets(Rate(3, 0.5), clock=clock)
    assert [door.take("a") for _time in range(5)] == [0, 0, 0, 2, 2]
    assert door.take("b") == 0, "each by itself"
    clock.now += 1.9
    assert door.take("a") == 1
    clock.now += 0.2
    assert (door.wait("a"), door.take("a"), door.take("a")) == (0, 0, 2)
    clock.now += 1000
    assert [door.take("a") for _time in range(4)] == [0, 0, 0, 2], "never more than at once"


def test_a_network_that_many_share_has_more() -> None:
    door = Buckets(Rate(2, 1), clock=Clock())
    assert [door.take("net", times=4) for _time in range(9)] == [0] * 8 + [1]


def test_only_so_many_are_remembered() -> None:
    door = Buckets(Rate(1, 1), most=100, clock=Clock())
    for number in range(10_000):
        door.take(str(number))
    assert len(door) == 100
    assert door.take("9999") == 1, "the last are remembered"
