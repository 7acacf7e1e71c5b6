"""The rules for Prometheus that we ship speak of figures there are."""

import re
from pathlib import Path

import pytest

from operating.metrics import counting, held
from tests.environment import ROOT

RULES = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
DOCUMENT = (ROOT / "docs" / "watching.md").read_text()
ENDINGS = r"(_total|_bucket|_count|_sum)?$"


def names_of(text: str) -> set[str]:
    return {re.sub(ENDINGS, "", name) for name in re.findall(r"\bnewsroom_[a-z_]+[a-z]", text)}


def there_are() -> set[str]:
    """Return every figure the program has, as its source names it."""
    source = "".join(Path(module.__file__).read_text() for module in (counting, held))
    moments = {f"{name}_timestamp_seconds" for name in re.findall(r'_moment\("(newsroom_\w+)"', source)}
    told = re.findall(r'(?:Family|Counter|Histogram)\(\s*"(newsroom_\w+)"', source)
    return {*told, *moments}


@pytest.mark.parametrize("text", [RULES, DOCUMENT], ids=["rules", "document"])
def test_only_figures_that_are_told_are_spoken_of(text: str) -> None:
    assert names_of(text) <= there_are()


def test_the_document_has_them_all() -> None:
    assert names_of(DOCUMENT) == there_are()
