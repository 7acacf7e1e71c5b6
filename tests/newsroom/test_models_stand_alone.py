"""An app's models stand on what is below the app, never on the rest of it, and never in circles."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.environment import ROOT

PACKAGES = sorted(path.parent for path in ROOT.glob("*/models/__init__.py"))


def names_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield every module a file needs in order to run; what only its types name is no need."""
    for_types = {
        id(node)
        for found in ast.walk(tree)
        if isinstance(found, ast.If) and ast.unparse(found.test) == "TYPE_CHECKING"
        for node in ast.walk(found)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def graph_of(package: Path) -> dict[str, set[str]]:
    """Return what each module of a package imports, by whole names."""
    files = {names_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in package.glob("*.py")}
    return {name: set(imported(tree)) for name, tree in files.items()}


def within(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the same, of the package's own modules alone."""
    return {
        module: {other for other in graph for name in needs if name == other or name.startswith(f"{other}.")}
        for module, needs in graph.items()
    }


def in_a_circle(graph: dict[str, set[str]]) -> bool:
    # A package imports its parts, and every import of a part passes through it: that is no circle of ours.
    parts = {module: needs for module, needs in graph.items() if not module.endswith(".models")}
    try:
        TopologicalSorter({m: {n for n in needs if n in parts} for m, needs in parts.items()}).prepare()
    except CycleError:
        return True
    return False


def test_there_are_such_packages() -> None:
    assert {package.parent.name for package in PACKAGES} >= {"articles", "pages", "profiles"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.name)
def test_models_import_nothing_of_their_own_app_from_outside(package: Path) -> None:
    app = package.parent.name
    outside = {
        name
        for needs in graph_of(package).values()
        for name in needs
        if name.startswith(f"{app}.") and not name.startswith(f"{app}.models")
    }
    assert outside == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.name)
def test_models_do_not_go_in_circles(package: Path) -> None:
    graph = within(graph_of(package))
    assert not in_a_circle(graph)
    first, second = sorted(set(graph) - {names_of(package / "__init__.py")})[:2]
    assert in_a_circle(graph | {first: {second}, second: {first}}), "the control"
