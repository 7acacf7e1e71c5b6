"""The languages texts are written in, and the direction each is read in."""

from typing import Any

from django.conf import settings


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
