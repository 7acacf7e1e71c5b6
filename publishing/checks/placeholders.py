"""What was to be filled in later: TK, XXX, ???, lorem ipsum, and notes in square brackets."""

import re
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks.draft import Draft
from publishing.checks.findings import Finding, Place
from publishing.checks.kinds import Kind
from publishing.checks.quote_marks import is_inside, quoted_spans

# The words a note to oneself begins with, by language; English ones stand in texts of any.
_WORDS = {
    "en": "check checks source sources name names date dates figure figures link links cite citation fact "
    "facts todo tbc tbd insert add verify confirm",
    "de": "prüfen quelle quellen name namen datum zahl zahlen beleg folgt ergänzen nachtragen",
    "fr": "vérifier source sources nom noms date dates chiffre chiffres lien liens compléter",
    "es": "comprobar verificar fuente fuentes nombre nombres fecha fechas cifra cifras enlace enlaces",
    "it": "verificare controllare fonte fonti nome nomi data cifra cifre collegamento",
    "pt": "verificar fonte fontes nome nomes data cifra cifras número números ligação",
    "nl": "controleren checken bron bronnen naam namen datum cijfer cijfers",
    "pl": "sprawdzić źródło źródła nazwisko imię data liczba liczby",
    "sv": "kolla kontrollera källa källor namn datum siffra siffror länk",
    "da": "tjek kilde kilder navn dato tal",
    "no": "sjekk kilde kilder navn dato tall",
    "fi": "tarkista lähde lähteet nimi päivämäärä luku linkki",
    "cs": "ověřit zdroj zdroje jméno datum číslo odkaz",
    "tr": "kontrol kaynak isim tarih sayı bağlantı",
    "ru": "проверить источник источники имя дата цифра цифры число ссылка",
    "uk": "перевірити джерело джерела ім’я дата цифра цифри посилання",
    "ar": "مصدر اسم تاريخ رقم رابط تحقق",
    "he": "מקור שם תאריך מספר קישור לבדוק",
}
# Written without spaces, so that nothing says where a word ends.
_BEGINNINGS = {
    "zh": "待查 待补 待補 待核 来源 來源 姓名 日期 数字 數字 数据 數據 链接 連結",
    "ja": "要確認 要出典 出典 氏名 名前 日付 数字 リンク",
    "ko": "확인 출처 이름 날짜 숫자 링크",
}
_KEPT = re.compile(r"^names? (?:withheld|changed|redacted|removed|omitted)\b", re.IGNORECASE)
"""Notes for readers, which begin like one to oneself."""

_BARE = re.compile(
    # No retailer, no computer that is called so, and in German no insurer.
    r"(?<![\w.\-/@#])(?:TK(?=(?:m|bn|k)?\b)(?!-?\d|[ \u00a0]Maxx)(?:m|bn|k)?"
    r"|(?:TK){2,}|(?:tk){2,}|(?:Tk){2,}"
    r"|X{3,}|x{3,})(?![\w@]|\.\w)"
    r"|(?<!\?)\?{3,}"
    r"|(?i:\blorem\s+ipsum\b)"
)
_SIGN = re.compile(r"(?:tk)+(?![^\W_])|x{3,}(?![^\W_])|\?{2,}|lorem ipsum\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[\[［]([^\[\]［］]*)[\]］]")
# XXX is thirty, too: of games, popes, chapters.
_NUMBERED = re.compile(
    r"(?:super bowl|chapter|article|part|volume|vol\.|book|psalm|canto|legio|legion|section|no\.|nr\.|§|pope "
    r"\w+|king \w+|plate|figure|table|appendix)[ \u00a0]$",
    re.IGNORECASE,
)
_OF_GAMES = re.compile(r"[ \u00a0](?:olympi|legi|century|siècle|jahrhundert|congress)", re.IGNORECASE)


def placeholders(draft: Draft) -> Iterator[Finding]:
    """Find what was to be filled in later; never in somebody's words."""
    places = [*_in_fields(draft), *_in_text(draft)]
    if not places:
        return
    count = len(places)
    sentence = ngettext("Placeholder “%(words)s”", "%(count)d placeholders", count) % {
        "count": count,
        "words": places[0].words,
    }
    hint = _("Asked about once more before it is published.")
    yield Finding(Kind.PLACEHOLDER, sentence, tuple(places), asks_again=True, hint=hint, mark=_("fill in"))


def _in_fields(draft: Draft) -> Iterator[Place]:
    for name, text in draft.fields:
        for _start, words in found_in(text, language=draft.language):
            yield Place(name, words)


def _in_text(draft: Draft) -> Iterator[Place]:
    for passage in draft.passages:
        if passage.said is None:
            for start, words in found_in(passage.text, language=draft.language):
                if not passage.is_said(start, start + len(words)):
                    yield draft.place(passage, start, words)


def found_in(text: str, *, language: str = "en") -> list[tuple[int, str]]:
    """Return each placeholder in a line that stands outside quotation marks, with its place."""
    if not _may_hold(text):
        return []
    spans = quoted_spans(text)
    bracketed = [match for match in _BRACKETS.finditer(text) if _is_note(match[1].strip(), language=language)]
    notes = [match.span() for match in bracketed]
    bare = (
        match
        for match in _BARE.finditer(text)
        if not is_inside(notes, *match.span()) and not _is_something_else(text, match, language)
    )
    found = ((match.start(), match.group()) for match in chain(bracketed, bare))
    return sorted(pair for pair in found if not is_inside(spans, pair[0], pair[0] + len(pair[1])))


def _may_hold(text: str) -> bool:
    """Tell quickly of nearly every line that it holds none."""
    low = text.casefold()
    return any(sign in low for sign in ("[", "［", "tk", "xxx", "???", "lorem"))


def _is_note(inside: str, *, language: str) -> bool:
    if not inside or _KEPT.match(inside):
        return False
    low = inside.casefold()
    if _SIGN.match(low):
        return True
    if any(low.startswith(word) for word in _BEGINNINGS.get(language, "").split()):
        return True
    first = re.match(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", low)
    words = f"{_WORDS['en']} {_WORDS.get(language, '')}".split()
    return first is not None and first.group() in words


def _is_something_else(text: str, match: re.Match[str], language: str) -> bool:
    """Tell a number in Roman letters, and what goes by the letters TK where this is written."""
    if match.group() == "XXX":
        before = text[max(0, match.start() - 30) : match.start()]
        return bool(_NUMBERED.search(before) or _OF_GAMES.match(text, match.end()))
    return match.group() == "TK" and language == "de"
