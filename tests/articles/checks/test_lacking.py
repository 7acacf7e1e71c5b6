"""What an article lacks beside its text."""

import pytest

from articles.checks import byline, headline_length, summary, tags
from publishing.checks.lengths import width
from tests.publishing.checks.drafts import draft


def kinds(check: object, **payload: object) -> list[str]:
    return [str(finding.kind) for finding in check(draft(**payload))]


def test_tags_summary_and_byline() -> None:
    assert kinds(tags) == ["tags"] and kinds(tags, tags=["abc"]) == []
    assert kinds(summary, standfirst=" \u200b") == ["summary"] and kinds(summary) == []
    writer, artist = ({"person": None, "name": "Ana", "role": role} for role in ("", "Art"))
    assert kinds(byline) == kinds(byline, credits=[artist]) == ["byline"]
    assert kinds(byline, credits=[artist, writer]) == []


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("x" * 60, []),
        ("x" * 61, ["Headline 1 character too long for search"]),
        ("x" * 65, ["Headline 5 characters too long for search"]),
        ("机" * 30, []),
        ("机" * 31, ["Headline 2 characters too long for search"]),
    ],
)
def test_a_headline_search_would_cut(headline: str, said: list[str]) -> None:
    assert [finding.sentence for finding in headline_length(draft(headline=headline))] == said


def test_width_counts_what_is_seen() -> None:
    assert (width("Straße"), width("机器"), width("")) == (6, 4, 0)
