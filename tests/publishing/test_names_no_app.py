"""The kernel knows no app that stands on it, not even by name."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests import factories as make
from tests.environment import ROOT

KERNEL = ("accounts", "jobs", "publishing")
INSTALLED = [config.label for config in apps.get_app_configs() if (ROOT / config.label).is_dir()]
LABELS = sorted(set(INSTALLED) - set(KERNEL))
NAMED = re.compile(rf"(?:^|[\s:])(?:{'|'.join(LABELS)})[._](?![EW]\d)\w")
"""A label as code names an app by it, such as articles.Article; our checks have ids like that."""


def named_in(source: str) -> Iterator[str]:
    """Yield what a file imports of other apps, and every text of it that names one."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in LABELS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LABELS:
            yield node.module or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.search(node.value):
            yield node.value


@pytest.mark.parametrize(
    "source",
    ["from articles.models import Article", "import pages", 'actor.has_perm("articles.publish_article")',
     'reverse("admin:articles_article_change")', 'models.ForeignKey("profiles.Person")'],
)  # fmt: skip
def test_the_search_finds_them(source: str) -> None:
    assert list(named_in(source))


def test_no_app_is_named_in_the_kernel() -> None:
    assert {"articles", "pages", "profiles"} <= set(LABELS)
    files = [path for path in ROOT.glob("publishing/**/*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): list(named_in(path.read_text(encoding="utf-8"))) for path in files}
    assert len(files) > 50 and {path: names for path, names in found.items() if names} == {}


@pytest.mark.django_db
def test_who_may_change_at_once_what_readers_see_has_a_right_of_its_own() -> None:
    rights = {
        role: make.make_user(role).has_perm("publishing.change_public") for role in ("reporter", "editor")
    }
    assert rights == {"reporter": False, "editor": True}
    group = make.group_of("administrator")
    assert group.permissions.filter(codename="change_public").exists()
