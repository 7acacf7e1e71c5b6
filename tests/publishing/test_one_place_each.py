"""What is one module's business is done there and nowhere else: the history, the ways between rows."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.environment import ROOT

OURS = [path.parent for path in sorted(ROOT.glob("*/__init__.py")) if path.parent.name != "tests"]

OWN_ROWS = {"editions", "revisions", "addresses", "working_copy"}
MAKING = {"create", "bulk_create", "get_or_create", "update_or_create"}


def dotted(node: ast.AST) -> list[str]:
    """Return the names of models.Event.objects.create as a list; calls in between count as nothing."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return [*dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def makes_an_event(node: ast.AST) -> bool:
    """Tell whether a piece of code adds a row to the history."""
    if not isinstance(node, ast.Call):
        return False
    names = dotted(node.func)
    # What threads wait for has the same name, and is made of nothing.
    is_made = names[-1:] == ["Event"] and bool(node.args or node.keywords)
    return is_made or ("Event" in names and names[-1] in MAKING)


def walks_the_links(node: ast.AST) -> bool:
    """Tell whether a piece of code asks a model which rows lead to it, or which are its own."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("related_objects", "get_fields", "fields_map")
    said = node.args if isinstance(node, ast.Call) else []
    asked = [argument.value for argument in said if isinstance(argument, ast.Constant)]
    return bool(OWN_ROWS.intersection(asked)) and dotted(node)[-1:] == ["get_field"]


def places(found: Callable[[ast.AST], bool]) -> Iterator[str]:
    """Yield the files of our own, migrations left out, that have such a piece of code."""
    for package in OURS:
        for path in sorted(package.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if "migrations" not in path.parts and any(map(found, ast.walk(tree))):
                yield str(path.relative_to(ROOT))


@pytest.mark.parametrize(
    "source",
    ["Event.objects.create(verb=verb)", "Event(verb=verb).save()", "models.Event.objects.bulk_create(rows)",
     "Event.objects.using(other).get_or_create(verb=verb)"],
)  # fmt: skip
def test_the_search_finds_who_writes_history(source: str) -> None:
    assert any(map(makes_an_event, ast.walk(ast.parse(source))))
    assert not any(map(makes_an_event, ast.walk(ast.parse("Event.objects.filter(verb=verb).order_by()"))))


def test_history_is_written_in_one_place() -> None:
    assert list(places(makes_an_event)) == ["publishing/history.py"]


@pytest.mark.parametrize(
    "source",
    ["for relation in Tag._meta.related_objects: ...", "Image._meta.get_fields(include_hidden=True)",
     'model._meta.get_field("editions").related_model', 'options.get_field("working_copy")'],
)  # fmt: skip
def test_the_search_finds_who_walks_the_links(source: str) -> None:
    assert any(map(walks_the_links, ast.walk(ast.parse(source))))
    assert not any(map(walks_the_links, ast.walk(ast.parse('User._meta.get_field("username")'))))


def test_what_leads_to_what_is_known_in_one_place() -> None:
    assert [name for name in places(walks_the_links) if name != "publishing/links.py"] == []
