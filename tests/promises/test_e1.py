"""E1: no silent overwrite. Two processes write to one page at once, both from the version both have seen."""

import random
from itertools import product
from typing import Any

import pytest

from articles.models import Article
from publishing import payloads, richtext
from publishing.bases import RevisionKind
from tests import factories as make
from tests.promises.processes import Worker, workers
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

VERBS = ("save", "publish", "schedule", "restore", "bin")
ROUNDS = how_many(1, soak=40)
MOVES_ON = ("save", "restore")


def collide(pair: list[Worker], first: str, second: str, *, careless: bool = False) -> list[str]:
    """Have both write at once; return what was lost or happened unsaid."""
    article = make.make_article(headline="Both saw this")
    version = article.version
    texts = [f"{first} by one", f"{second} by the other"]
    for worker, verb, text in zip(pair, (first, second), texts, strict=True):
        worker.tell(do="write", page=article.pk, verb=verb, version=version, text=text, careless=careless)
    answers = [worker.hear() for worker in pair]
    return faults(article, version, (first, second), texts, answers)


def faults(
    article: Article, seen: int, verbs: tuple[str, str], texts: list[str], answers: list[dict[str, Any]]
) -> list[str]:
    """Compare what both were told with what is there."""
    article.refresh_from_db()
    found = []
    done = [verb for verb, answer in zip(verbs, answers, strict=True) if answer["came_of_it"] == "done"]
    if not done:
        found.append(f"{verbs}: nobody got through: {answers}")
    if sum(verb in MOVES_ON for verb in done) > 1:
        found.append(f"{verbs}: both were told that their text is the draft")
    for verb, text, answer in zip(verbs, texts, answers, strict=True):
        kept = article.revisions.filter(payload__headline=text)
        if verb == "save" and not kept.exists():
            found.append(f"{verbs}: a text is gone: {answer}")
        if verb == "save" and answer["came_of_it"] == "conflict":
            number = kept.filter(kind=RevisionKind.KEPT).values_list("number", flat=True).first()
            if number is None or number != answer["kept"]:
                found.append(f"{verbs}: the loser was not told where the text is: {answer}")
        if verb == "save" and answer["came_of_it"] == "done" and article.headline != text:
            found.append(f"{verbs}: told it was saved, and the draft says {article.headline}")
    published = list(article.editions.values_list("revision__number", flat=True))
    if len(published) != sum(verb in ("publish", "schedule") for verb in done):
        found.append(f"{verbs}: told {answers}, and there are {len(published)} published versions")
    if any(number != seen for number in published):
        found.append(f"{verbs}: a version was published that nobody had looked at")
    if article.payload() != payloads.read(article.revisions.get(number=article.version)):
        found.append(f"{verbs}: the draft is no saved version")
    return found


def test_whoever_comes_second_is_told_and_loses_nothing() -> None:
    found = []
    with workers(2) as pair:
        for first, second in list(product(VERBS, VERBS)) * ROUNDS:
            found += collide(pair, first, second)
    assert found == []


def test_control_without_comparing_versions_it_would_show() -> None:
    with workers(2) as pair:
        found = (fault for _ in range(10) for fault in collide(pair, "save", "save", careless=True))
        assert any("both were told" in fault for fault in found)


PARAGRAPHS = ("Alpha stays.", "Beta stays.", "Gamma stays.", "Delta stays.")
PAIRS = how_many(15, soak=1000)


def rewritten(side: str, chance: random.Random) -> dict[str, Any]:
    """Change some paragraphs, the headline and the tags as one of two would, in words of their own."""
    body = []
    for number, words in enumerate(PARAGRAPHS):
        match chance.choice(["keep", "keep", "change", "add", "remove"]):
            case "keep":
                body.append(words)
            case "change":
                body.append(f"{words} {side}{number}")
            case "add":
                body += [words, f"{side}{number}"]
    headline = chance.choice(["Both saw this", "Both saw this", f"{side}headline"])
    return {
        "body": make.text_of(*body, f"{side}last") if chance.random() < 0.3 else make.text_of(*body),
        "headline": headline,
    }


def lost(article: Article, sides: dict[str, dict[str, Any]], answers: list[dict[str, Any]]) -> list[str]:
    """Return which words of whom are nowhere, and which were told to be in the draft and are not."""
    article.refresh_from_db()
    held = [payloads.read(revision) for revision in article.revisions.all()]
    found = []
    if article.payload() not in held:
        found.append("the draft is no saved version")
    for (side, payload), answer in zip(sides.items(), answers, strict=True):
        own = {word for word in words_of(payload) if word.startswith(side)}
        if not any({*words_of(payload)} <= {*words_of(version)} for version in held):
            found.append(f"words of {side} are nowhere: {payload}")
        if answer["came_of_it"] == "done" and not own <= {*words_of(article.payload())}:
            found.append(f"{side} was told it is saved, and the draft lacks it: {own}")
        if answer["came_of_it"] == "refused":
            found.append(f"{side} was refused: {answer}")
    return found


def words_of(payload: dict[str, Any]) -> list[str]:
    return [*richtext.extract(payload["body"]).text.split(), *payload["headline"].split()]


def race(pair: list[Worker], chance: random.Random, *, careless: bool = False) -> tuple[list[str], list[str]]:
    """Have both save at once what each made of the same version."""
    article = make.make_article(headline="Both saw this", body=make.text_of(*PARAGRAPHS))
    sides = {side: rewritten(side, chance) for side in ("one", "other")}
    for worker, payload in zip(pair, sides.values(), strict=True):
        about = {"page": article.pk, "version": article.version, "careless": careless}
        worker.tell(do="write", verb="save", text="", payload=payload, **about)
    answers = [worker.hear() for worker in pair]
    return [answer["came_of_it"] for answer in answers], lost(article, sides, answers)


def test_of_two_saves_at_once_no_word_is_lost_merged_or_not() -> None:
    chance = random.Random(how_many(1, soak=2))
    came, found = [], []
    with workers(2) as pair:
        for _ in range(PAIRS):
            told, faults = race(pair, chance)
            came += told
            found += faults
    assert found == []
    assert "conflict" in came and came.count("done") > PAIRS, "some of both kinds have to be among them"


def test_control_without_comparing_versions_words_would_be_lost() -> None:
    chance = random.Random(1)
    with workers(2) as pair:
        found = (fault for _ in range(10) for fault in race(pair, chance, careless=True)[1])
        assert any("the draft lacks it" in fault for fault in found)
