"""Chance that is the same in every run: how often each of many things is chosen, and random keys."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

from publishing.identifiers import ALPHABET, KEY_LENGTH


class Chance:
    """One stream of choices."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self._keys: list[str] = []

    def key(self) -> str:
        """Return a new key, as random as those the kernel makes."""
        if not self._keys:
            letters = "".join(self.random.choices(ALPHABET, k=KEY_LENGTH * 1000))
            self._keys = [letters[at : at + KEY_LENGTH] for at in range(0, len(letters), KEY_LENGTH)]
        return self._keys.pop()


class Zipf:
    """Chooses among many things: the second half as often as the first, the third a third as often."""

    def __init__(self, chance: Chance, many: int) -> None:
        self._random = chance.random
        self._places = range(many)
        self._weights = list(accumulate(1 / (place + 1) for place in self._places))
        self._waiting: list[int] = []

    def one(self) -> int:
        """Return the place of one of them."""
        if not self._waiting:
            self._waiting = self._random.choices(self._places, cum_weights=self._weights, k=2000)
        return self._waiting.pop()

    def some(self, most: int) -> list[int]:
        """Return the places of so many, or of fewer where one came twice."""
        return list(dict.fromkeys(self.one() for _ in range(most)))


class Weighted:
    """Chooses among a few things by their weights."""

    def __init__(self, chance: Chance, weights: Sequence[int]) -> None:
        self._random, self._weights = chance.random, list(accumulate(weights))
        self._waiting: list[int] = []

    def one(self) -> int:
        """Return the place of one of them."""
        if not self._waiting:
            places = range(len(self._weights))
            self._waiting = self._random.choices(places, cum_weights=self._weights, k=2000)
        return self._waiting.pop()
