"""The languages texts are written in, and the direction each is read in."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_supported_language_variant, to_language

SOURCE_LANGUAGE = "en"
"""The language in which every word of the admin is written."""


def site_language() -> str:
    """Return the language of a text nobody chose one for; forms and commands ask the newsroom first."""
    return settings.LANGUAGE_CODE


def direction_of(language: str) -> str:
    """Return the direction a language is written in, as HTML names it."""
    return "rtl" if language.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def languages(current: Any, *, own: str) -> list[tuple[str, Any]]:
    """Return the languages to choose from, the newsroom's own first."""
    known = dict(settings.LANGUAGES)
    first = [code for code in dict.fromkeys([own, current]) if code]
    rest = sorted((code for code in known if code not in first), key=lambda code: str(known[code]))
    return [(code, known.get(code, code)) for code in (*first, *rest)]


def interface_languages(current: str = "") -> list[tuple[str, Any]]:
    """Return the languages the admin speaks: the one it is written in, and those with a catalogue.

    Texts may be in any language. `current` is one that somebody chose before, so that it can stay.
    """
    known = dict(settings.LANGUAGES)
    there = {SOURCE_LANGUAGE, current}
    for folder in settings.LOCALE_PATHS:
        there |= {to_language(found.parts[-3]) for found in Path(folder).glob("*/LC_MESSAGES/django.mo")}
    return sorted(((code, known[code]) for code in there & known.keys()), key=lambda pair: str(pair[1]))


def interface_language(*wanted: str) -> str:
    """Return the first of these languages that the admin speaks, else the one it is written in.

    Of one without a catalogue only the libraries' words would be there, on pages half in another.
    """
    there = {code for code, _name in interface_languages()}
    for code in wanted:
        try:
            variant = get_supported_language_variant(code)
        except LookupError:
            continue
        plain = variant.partition("-")[0]
        # Further kinds of English write times and numbers in their own way, and no word.
        if variant in there or plain == SOURCE_LANGUAGE:
            return variant
        if plain in there:
            return plain
    return SOURCE_LANGUAGE
