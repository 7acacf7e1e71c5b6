"""A row as both databases get it: tokens in order, None for a gap that no phrase goes across."""

from collections import Counter
from collections.abc import Iterator, Sequence

from publishing.search.folding import INSIDE
from publishing.search.parts import SearchParts
from publishing.search.words import LONGEST_WORD, chunks_of, joined_name, tokens_of, word_of

IN_HEADLINE, WHOLE_NAME, MARK = "·", "≡", "¦"
"""Before a token; no word has them, because a word is letters and digits alone."""

MOST_PLACES = 255
MOST_TOKENS = 16_000
MOST_BYTES = 500_000
"""Where PostgreSQL stops, so both do."""

Stream = list[str | None]


def stream_of(parts: SearchParts) -> Stream:
    """Return everything a row is found by."""
    titles = list(filter(None, dict.fromkeys([parts.headline, *parts.names])))
    stream: Stream = []
    joined: dict[str, None] = {}
    for title in titles:
        tokens, ones = _read(title)
        stream += [*(IN_HEADLINE + token for token in tokens), None, *tokens, None]
        joined |= dict.fromkeys([*(IN_HEADLINE + one for one in ones), *ones])
    tokens, ones = _read(parts.text)
    marks = [MARK + mark for mark in (f"kind{parts.kind}", *parts.marks)]
    names = [WHOLE_NAME + name for name in map(joined_name, parts.names) if name]
    alone = [*marks, *names, *joined, *(one for one in ones if one not in joined)]
    return _bounded([*stream, *tokens], alone)


def _read(text: str) -> tuple[list[str], list[str]]:
    """Return the tokens of a text, and the words that are also read as one."""
    tokens: list[str] = []
    ones: dict[str, None] = {}
    for chunk in chunks_of(text):
        bare = chunk.strip(INSIDE)
        if bare.isascii() and bare.isalnum():
            # As most words are, so it is worth being quick about.
            tokens.append(bare[:LONGEST_WORD])
            continue
        word = word_of(chunk)
        for piece in word.pieces:
            tokens += tokens_of(piece)
        if len(word.pieces) > 1 and (joined := word.joined):
            ones[joined] = None
    return tokens, list(ones)


def _bounded(stream: Stream, alone: Sequence[str]) -> Stream:
    """Return what fits into both databases; `alone` are tokens of which each stands for itself."""
    kept = stream[:MOST_TOKENS]
    places = Counter(kept)
    often = {token: 0 for token, count in places.items() if count > MOST_PLACES}
    for number, token in enumerate(kept) if often else ():
        if token in often:
            often[token] += 1
            kept[number] = token if often[token] <= MOST_PLACES else None
    written = [token for token in places if token]
    left = MOST_BYTES - len("".join(written).encode()) - 2 * len(written)
    for token in dict.fromkeys([*alone, *(token for token in stream[MOST_TOKENS:] if token)]):
        left -= len(token.encode()) + 2
        if left < 0:
            break
        if token not in places:
            kept += [None, token]
    return kept


def words_in(stream: Stream) -> set[str]:
    """Return the plain words of a row, without what only marks it."""
    return {token for token in set(stream) if token and token[0] not in (IN_HEADLINE, WHOLE_NAME, MARK)}


def positions(stream: Stream) -> Iterator[tuple[str, list[int]]]:
    """Yield each token with the numbers of its places, from 1."""
    found: dict[str, list[int]] = {}
    for number, token in enumerate(stream, start=1):
        if token:
            found.setdefault(token, []).append(number)
    yield from found.items()
