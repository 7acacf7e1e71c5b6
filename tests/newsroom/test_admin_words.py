"""The screen speaks an editor's words, never the code's."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.template.loader import get_template

from articles.publishing_forms import WITH_PEOPLE
from publishing.admin import verbs
from publishing.admin.editor import words
from publishing.admin.fixing import FixLive
from publishing.models import Verb
from tests import factories
from tests.environment import ROOT

CODE_WORDS = re.compile(
    r"\b(editions?|revisions?|working.cop(y|ies)|withdraw\w*|standfirst|payload|slug|citations?|mentions?"
    r"|references?|workflow|freeze|frozen|credits)\b",
    re.IGNORECASE,
)


def forbidden(text: object) -> str:
    """Return the first code word in a text."""
    found = CODE_WORDS.search(str(text))
    return found.group() if found else ""


def texts_of_fields(fields: object) -> Iterator[str]:
    for name, field in fields.items():
        yield str(field.label or name)
        yield str(field.help_text)


def texts_of_page(page: admin.ModelAdmin, request: object, obj: Model | None) -> Iterator[str]:
    """Return what one admin page shows beside the rows' own content."""
    yield str(page.opts.verbose_name)
    yield str(page.opts.verbose_name_plural)
    yield from texts_of_fields(page.get_form(request, obj)().fields)
    for title, _options in page.get_fieldsets(request, obj):
        yield str(title or "")
    for inline in page.get_inline_instances(request, obj):
        yield str(inline.verbose_name_plural)
        yield from texts_of_fields(inline.get_formset(request, obj).form.base_fields)
    for name in page.get_list_display(request):
        described = getattr(getattr(page, name, None), "short_description", None)
        yield str(described or page.model._meta.get_field(name).verbose_name)


@pytest.mark.django_db
def test_labels_and_help_texts_hold_no_code_words() -> None:
    request = factories.make_request("/admin/")
    request.user = factories.make_user("administrator")
    said = [
        (model._meta.label, text)
        for model, page in admin.site._registry.items()
        for obj in (None, model())
        for text in texts_of_page(page, request, obj)
    ]
    assert len(said) > 100
    assert not [(where, text) for where, text in said if forbidden(text)]


def test_buttons_confirmations_and_history_hold_no_code_words() -> None:
    forms = [
        *(getattr(verbs, name) for name in verbs.__all__ if name[0].isupper()),
        FixLive,
        *WITH_PEOPLE.values(),
    ]
    said = [str(text) for form in forms for text in (form.link, form.title, form.explanation, form.button)]
    said += [
        str(field.label or "")
        for form in forms
        for field in form.base_fields.values()
        if not field.widget.is_hidden
    ]
    said += [label for _value, label in Verb.choices]
    said += words().values()
    assert not [text for text in said if forbidden(text)]


def test_templates_hold_no_code_words() -> None:
    for path in sorted((ROOT / "templates" / "admin").glob("*.html")):
        source = get_template(f"admin/{path.name}").template.source
        shown = re.findall(r'translate "([^"]+)"', source)
        shown += re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", source)
        assert not [text for text in shown if forbidden(text)], path.name


def test_a_numbered_version_says_which_numbers_are_meant() -> None:
    sources = [
        path
        for folder in (
            "publishing",
            "articles",
            "pages",
            "profiles",
            "desk",
            "colleagues",
            "masthead",
            "newsroom",
            "templates",
        )
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".html")
    ]
    assert len(sources) > 100
    unclear = re.compile(
        r"(?<!saved )(?<!saved as )(?<!published )\bversions? (?:%\(\w+\)d|{{ number)", re.IGNORECASE
    )
    assert not [
        (path.name, unclear.findall(text)) for path in sources if unclear.search(text := path.read_text())
    ]
    assert unclear.search("This is version %(number)d.") and unclear.search("version {{ number }}")


def test_the_test_can_fail() -> None:
    assert forbidden("Choose an edition") == "edition"
    assert not forbidden("Published version")
