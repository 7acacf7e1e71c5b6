"""Every word for people can be translated whole: counts have plural forms, and no sentence is glued."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils.translation import override

from colleagues.forms import OwnSettingsForm
from publishing.admin.verbs.bin import Delete
from publishing.languages import interface_language, interface_languages, languages
from publishing.querysets import IN_BIN_FOR
from publishing.richtext.limits import too_long
from tests import factories
from tests.admin_forms import AdminPage

pytestmark = pytest.mark.same_on_both

ROOT = settings.BASE_DIR
ELSEWHERE = {"tests", "benchmarks", "tools", "migrations", "local", "static", "var"}
SINGLE = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy", "npgettext"}
# Before a noun; a number that follows its label has no plural.
COUNT = re.compile(r"(?:%\((?:count|days|most)\)[ds]|\{(?:count|days|most)\}) [a-z]")


def files(ending: str) -> Iterator[Path]:
    for path in sorted(ROOT.rglob(f"*{ending}")):
        parts = path.relative_to(ROOT).parts
        if not ELSEWHERE.intersection(parts) and not any(part.startswith(".") for part in parts):
            yield path


def is_translated(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def words_of(call: ast.Call) -> list[str]:
    return [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Yield what stands in a module's way of being translated, with its line."""
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(is_translated(side, SINGLE | PLURAL) for side in (node.left, node.right)):
                yield line, "words are put together with +"
        elif isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
            if any(is_translated(part.value, SINGLE | PLURAL) for part in parts):
                yield line, "words are put together in an f-string"
            if any(part.format_spec and "," in ast.unparse(part.format_spec) for part in parts):
                yield line, "a number has the commas of English"
        elif isinstance(node, ast.Call) and is_translated(node, SINGLE | PLURAL):
            if any(isinstance(argument, ast.JoinedStr) for argument in node.args):
                yield line, "an f-string is translated"
            named = isinstance(node.func, ast.Name) and node.func.id.startswith("p")
            if not named and any(said != said.strip() for said in words_of(node)):
                yield line, "words begin or end with a space"
            if is_translated(node, SINGLE) and any(COUNT.search(said) for said in words_of(node)):
                yield line, "a count has no plural form"


def test_no_sentence_is_glued_and_no_count_is_without_its_plural() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in files(".py")
        for line, fault in faults(path.read_text())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        'x = _("One") + name',
        'x += " " + _("Two.")',
        "x = f\"{_('Three')}: {name}\"",
        'x = _(f"Four {name}")',
        'x = f"{number:,}"',
        'x = _("%(count)d things") % {"count": 5}',
        'x = _(" five ")',
    ],
)
def test_control_each_kind_of_fault_is_found(source: str) -> None:
    assert list(faults(source))


def test_how_long_drafts_lie_in_the_bin_is_written_once() -> None:
    days = re.compile(rf"\b{IN_BIN_FOR.days} days\b")
    for path in (*files(".py"), *files(".html")):
        strings = path.read_text()
        if path.suffix == ".py":
            tree = ast.walk(ast.parse(strings))
            strings = " ".join(ast.unparse(one) for one in tree if isinstance(one, ast.Constant))
        assert not days.search(strings), path
    assert f"for {IN_BIN_FOR.days} days" in str(Delete.explanation)


def test_templates_count_with_plural_forms() -> None:
    opening = re.compile(r"{%\s*blocktranslate((?:(?!%}).)*)%}(.*?){%\s*endblocktranslate", re.DOTALL)
    for path in files(".html"):
        for arguments, inside in opening.findall(path.read_text()):
            counts = re.search(r"{{ (?:count|days|most) }} [a-z]", inside)
            assert not counts or " count " in f" {arguments} " or "most=" in arguments, (path, inside)


def test_templates_glue_no_sentence() -> None:
    words, more = r"""{%\s*translate ["'][^"']*[a-z]["']\s*%}""", r"(?:<[^>]*>)*(?:{{|{%\s*for)"
    glued = re.compile(words + " +" + more + r"|(?:}}|endfor %}):? +" + words)
    for path in files(".html"):
        assert not glued.findall(path.read_text()), path


def test_large_numbers_are_written_as_each_language_writes_them() -> None:
    for language, shown in (("en", "600,000"), ("de", "600.000"), ("fr", "600\u202f000")):
        with override(language):
            assert shown in str(too_long(600_000)).replace("\xa0", "\u202f")


@pytest.mark.django_db
def test_the_admin_speaks_the_languages_there_are(tmp_path: Path) -> None:
    with override_settings(LOCALE_PATHS=[tmp_path]):
        assert [code for code, _name in interface_languages()] == ["en"]
        assert [code for code, _name in interface_languages("de")] == ["en", "de"]
        (tmp_path / "pt_BR" / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / "pt_BR" / "LC_MESSAGES" / "django.mo").touch()
        assert {code for code, _name in interface_languages()} == {"en", "pt-br"}
        OwnSettingsForm.site = factories.make_request().site
        offered = OwnSettingsForm(instance=factories.make_user("reporter")).fields["language"].choices
        assert {code for code, _name in offered} == {"", "en", "pt-br"}


@pytest.mark.django_db
def test_a_page_of_the_admin_is_in_one_language(tmp_path: Path) -> None:
    factories.fill_in_newsroom(language="de")
    login = Client().get("/admin/login/", headers={"Accept-Language": "de-AT, fr;q=0.5"})
    page = login.content.decode()
    assert login["Content-Language"] == "en" and '<html lang="en' in page
    # A word of Django's and one of ours.
    assert "Log in" in page and "Anmelden" not in page and "Passwort" not in page
    own = AdminPage(factories.make_user("editor", language="fr"))
    assert '<html lang="en' in own.open("/admin/").content.decode()
    (tmp_path / "pt_BR" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pt_BR" / "LC_MESSAGES" / "django.mo").touch()
    with override_settings(LOCALE_PATHS=[tmp_path]):
        for wanted, spoken in (
            (("", "de", "pt-br"), "pt-br"),
            (("en-gb", "pt-br"), "en-gb"),
            (("pt", "tlh", "x" * 600, "de"), "en"),
        ):
            assert interface_language(*wanted) == spoken


def test_texts_may_be_in_any_language() -> None:
    assert {code for code, _name in languages("", own="en")} == {code for code, _name in settings.LANGUAGES}
