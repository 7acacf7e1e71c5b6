"""A cache is told by a request of its own kind; what goes wrong is a sentence without any secret."""

import logging

import pytest

from purging.targets import NotTold, Target
from purging.words import ALL, word
from tests.purging.caches import SECRET, Cache, a_cache
from tests.sites import free_port

WORDS = [f"word{number:03}" for number in range(5)]


@pytest.fixture
def cache():
    with a_cache() as made:
        yield made


def test_varnish_is_told_softly_or_hard(cache: Cache) -> None:
    varnish = Target(**cache.varnish())
    varnish.tell(WORDS[:2], hard=True)
    varnish.tell(WORDS[2:], hard=False)
    assert cache.hard == [set(WORDS[:2])] and cache.soft == [set(WORDS[2:])]
    assert {request["method"] for request in cache.told} == {"PURGE"}
    assert {request["headers"]["X-Purge-Secret"] for request in cache.told} == {SECRET}
    assert all(not {"X-Purge-Hard", "X-Purge-Soft"} <= set(request["headers"]) for request in cache.told)


def test_no_words_are_no_request(cache: Cache) -> None:
    Target(**cache.varnish()).tell([], hard=True)
    assert cache.told == []


def test_so_many_words_at_once(cache: Cache) -> None:
    Target(**cache.varnish(at_once=2)).tell(WORDS, hard=True)
    assert [len(words) for words in cache.hard] == [2, 2, 1]


def test_too_many_words_for_one_are_all_pages(cache: Cache) -> None:
    Target(**cache.varnish(most=4)).tell(WORDS, hard=True)
    Target(**cache.varnish(most=5)).tell(WORDS, hard=False)
    assert cache.hard == [{word(ALL)}] and cache.soft == [set(WORDS)]


@pytest.mark.parametrize(
    ("how", "headers", "body"),
    [
        (
            {
                "headers": {
                    "Fastly-Key": "{secret}",
                    "Surrogate-Key": "{words}",
                    "Fastly-Soft-Purge": "{soft}",
                }
            },
            {"Fastly-Key": SECRET, "Surrogate-Key": "a b", "Fastly-Soft-Purge": "1"},
            "",
        ),
        (
            {
                "headers": {"Authorization": "Bearer {secret}", "Content-Type": "application/json"},
                "body": '{"tags": {list}}',
            },
            {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"},
            '{"tags": ["a", "b"]}',
        ),
        (
            {"method": "DELETE", "headers": {"Authorization": "Basic {basic}"}, "body": "{commas}"},
            {"Authorization": "Basic YSBzZWNyZXQgb2YgdGhlIGNhY2hl"},
            "a,b",
        ),
    ],
)
def test_other_caches_are_told_in_their_own_way(cache: Cache, how, headers, body) -> None:
    Target(**{"method": "POST", "address": f"{cache.address}/zone/1?x=y", "secret": SECRET} | how).tell(
        ["b", "a"], hard=False
    )
    (request,) = cache.told
    assert request["path"] == "/zone/1?x=y" and request["body"] == body
    assert headers.items() <= request["headers"].items()


def test_hard_leaves_out_the_header_that_says_soft(cache: Cache) -> None:
    Target("POST", cache.address, {"Fastly-Soft-Purge": "{soft}"}).tell(["a"], hard=True)
    assert "Fastly-Soft-Purge" not in cache.told[0]["headers"]


@pytest.mark.parametrize("status", [301, 403, 500])
def test_a_refusal_is_a_sentence(cache: Cache, status: int, caplog: pytest.LogCaptureFixture) -> None:
    cache.status = status
    target = Target(**cache.varnish(address=f"{cache.address}/{SECRET.replace(' ', '-')}"))
    with caplog.at_level(logging.DEBUG), pytest.raises(NotTold) as problem:
        target.tell(WORDS, hard=True)
    assert str(status) in str(problem.value) and f"127.0.0.1:{cache.port}" in str(problem.value)
    said = str(problem.value) + caplog.text + repr(target)
    assert SECRET not in said and SECRET.replace(" ", "-") not in said
    assert len(cache.told) == 1


def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(NotTold, match="does not answer"):
        Target("PURGE", f"http://127.0.0.1:{free_port()}", {}).tell(["a"], hard=True)
