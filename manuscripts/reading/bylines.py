"""Who wrote it, from the line that says so."""

import re
from collections.abc import Iterator

from manuscripts.agencies import is_agency
from manuscripts.capitals import could_be_person, name_in, runs_of, words_of
from manuscripts.citing.words import GIVEN_NAMES
from manuscripts.layout import Line
from manuscripts.lexicon import ORGANISATION_OR_PLACE, OUTLETS, PARTICLES
from manuscripts.remarks import Notice, Remark
from manuscripts.typography import typographic

LONGEST = 160
MOST_WORDS = 5
BY = re.compile(
    r"(?:(?:(?:written|reported|words|text|story|reporting|(?:an?\s+)?(?:opinion|comment|analysis|essay|column))\s+)?by\s*:?\s+|(?:eine?\s+)?(?:gast)?(?:kommentar|beitrag|analyse|essay|reportage|glosse|kolumne|leitartikel)\s+von\s+|von\s+unsere[mr]\s+\w+\s+|a\s+cura\s+di\s+|(?:une?\s+)?(?:tribune|analyse|chronique|reportage)\s+(?:de|par)\s+|by-?line\s*:\s*|(?:words|text|author|authors|autor|autorin|auteur"
    r"|autore|autora|автор|текст|interview|entretien|entrevista|intervista|protokoll|aufgezeichnet\s+von|propos\s+recueillis\s+par|das\s+gespräch\s+führten?|die\s+fragen\s+stellten?|entrevista\s+(?:de|por|realizada\s+por)|interviewed\s+by)\s*:?\s+(?:by\s+)?"
    r"|(?:von|par|por|di|door|av|af|от|oleh|door|tekst|testo|texte|texto|foto\s+e\s+testo)\s*:\s*|(?:von|par|por|di|door|av|af|от|oleh)\s+)(?=\S)",
    re.IGNORECASE,
)
NEEDS_COLON = re.compile(
    r"(?:words|text|author|authors|autor|autorin|auteur|autore|autora|автор|текст|interview|entretien|entrevista|intervista|protokoll)\s+",
    re.IGNORECASE,
)
CHINESE = re.compile(
    r"(?:(?:本报|本刊|本网|本社|新华社|中新社)?(?:特约|见习|首席|驻\S{1,6})?(?:记者|通讯员)|作者|撰文|文)\s*[/／|｜：:]?\s*"
    r"(?P<names>[\u3400-\u9fff·]{2,5}(?:[\s、,，]+[\u3400-\u9fff·]{2,5}){0,3}?)(?:\s+\S{1,8}(?:报道|电|摄)|\s*报道)?"
)
ARABIC = re.compile(r"(?:بقلم|كتبت?|إعداد|تقرير)\s*[:：]?\s*(?P<names>[\u0600-\u06ff .،]{3,60})")
JAPANESE = re.compile(
    r"(?:(?:取材・文|文|記者)\s*[＝=：:/／・]\s*|記者[\s\u3000]+)(?P<names>[\u3040-\u30ff\u3400-\u9fff・\s]{2,20})|(?P<named>[\u3400-\u9fff\u3040-\u30ff\s]{3,12})\s*[＝=]?\s*記者"
)
KOREAN = re.compile(
    r"(?P<names>[\uac00-\ud7a3]{2,4}(?:\s?[,·]\s?[\uac00-\ud7a3]{2,4}){0,3})\s*(?:선임기자|기자|특파원|논설위원)"
)
# "Jane Doe, CNN"; "Jane Doe in Oslo and agencies"; "Jane Doe | Oslo"
WITH_MORE = re.compile(
    r"(?P<name>[^,|/–—]{5,40}?)(?:(?P<comma>,)\s+(?P<office>[^,|]{2,60})|\s*[|/–—]\s+(?P<place>[A-ZÀ-Þ][^,|/.]{2,40})"
    r"|\s+(?P<inside>(?:in|à|aus|en|em)\s+[A-ZÀ-Þ]\S+(?: [A-ZÀ-Þ]\S+){0,2}(?:\s+(?:and|und|et|y|e)\s+\w*agen\w+)?))"
)
REPORTS = re.compile(
    r"(?P<name>[^\W\d_][\w’'. -]{2,50}?)\s+(?:reports?|berichtet|informa|reporting|rapporte)\s+(?:from|aus|desde|de|de\s+puis|depuis)\s+\S.{1,40}"
)
BREAK = re.compile(
    r"\s*(?:[,;&|•·/、，]|(?<=\s)[–—-](?=\s)|(?i:\band\b|\bund\b|\bet\b|\bwith\b|\bavec\b|\bmit\b)|\s[ye]\s|\boch\b|\bog\b|\ben\b)\s*"
)
PLACE = re.compile(r"\s+(?:in|for|at|from|aus|à|en|em)\s+")
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]")
HANDLE = re.compile(r"\s*(?:@\w{2,30}|<?[\w.+-]+@[\w.-]+\.\w{2,}>?|https?://\S+)")
DEGREE = re.compile(
    r"(?:md|m\.d\.|ph\.?d\.?|msc|m\.sc\.|ba|ma|jr\.?|sr\.?|esq\.?|rn|dphil|ii|iii)\.?", re.IGNORECASE
)
TITLE = re.compile(r"(?:dr|prof|mr|mrs|ms|sir|dame|rev|mag|ing|dipl-ing)\.?\s+", re.IGNORECASE)
ROLE = re.compile(
    r"(?:editor|correspondent|reporter|writer|columnist|analyst|staff|journalist|producer|envoyée?\s+spéciale?|enviad[oa]|corresponsal|correspondante?|redaktion|redakteurin|korrespondentin|redakteur|korrespondent|redactor|bureau|chief)s?\b",
    re.IGNORECASE,
)
AGENCY = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:[ -][A-ZÀ-Þ][\w’'-]*){0,4}")
NO_START = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "our",
        "their",
        "his",
        "her",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "un",
        "une",
        "el",
        "los",
        "las",
        "o",
        "os",
        "as",
    ]
)


def read_byline(line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    """Return who wrote a text and what else the line says, if the line says who."""
    found = _read_byline(line)
    if found is None:
        return None
    names, remarks = found
    handles = [handle.strip() for handle in HANDLE.findall(line.text)]
    return names, [*remarks, *_left(handles, line)]


def _read_byline(line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    if len(line.text) > 2 * LONGEST:
        return None
    text = HANDLE.sub("", line.text).strip(" *_").rstrip(" |,·•")
    if not text or len(text) > LONGEST or text.endswith(("!", "?", ":")):
        return None
    if found := (
        CHINESE.fullmatch(text)
        or ARABIC.fullmatch(text)
        or JAPANESE.fullmatch(text)
        or KOREAN.fullmatch(text)
    ):
        given = found["names"] if found["names"] else found.groupdict().get("named") or ""
        names = tuple(
            part
            for part in re.split(
                r"\s*[、,，،]\s*|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff]{2})", given.strip()
            )
            if part
        )
        return names, _left(
            [text.replace(given, "").strip(" ：:/|｜")] if len(text) > len(given) + 5 else [], line
        )
    if found := REPORTS.fullmatch(text):
        if name := as_name(found["name"]):
            return (name,), _left([text[found.end("name") :].strip()], line)
        return None
    opening = BY.match(text)
    if opening is None:
        return None
    if NEEDS_COLON.fullmatch(opening.group()) and ":" not in opening.group():
        return None
    given = text[opening.end() :].removesuffix(".")
    # "By" alone may stand above small letters: "Por que isso importa" is a question.
    if given.islower() and "by" not in opening.group().lower() and not is_agency(given):
        return None
    return _names(given, line)


def read_name_with_more(line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    """Return the person a line names before an outlet, an office or a place: "Jane Doe, Harbour Correspondent"."""
    found = WITH_MORE.fullmatch(line.text.strip(" *_"))
    names = read_name_alone(line.with_text(found["name"])) if found else None
    if found is None or names is None:
        return None
    said = found["office"] or found["place"] or found["inside"]
    is_office = is_agency(said) or said.lower() in OUTLETS or ROLE.search(said) is not None
    is_place = found["comma"] is None and names[0].split()[0].lower() in GIVEN_NAMES
    return (names, _left([said], line)) if is_office or is_place else None


def read_name_alone(line: Line) -> tuple[str, ...] | None:
    """Return the person whose name is all that a line holds."""
    text = line.text.strip(" *_")
    if len(text) > 40 or not 2 <= len(text.split()) <= 4 or re.search(r"[,:;.!?\d(“\"]", text):
        return None
    name = as_name(text)
    if name is None or any(word.lower() in ORGANISATION_OR_PLACE | OUTLETS for word in name.split()):
        return None
    runs = list(runs_of(name, words_of(name)))
    run = name_in(runs[0]) if len(runs) == 1 else None
    return (name,) if run is not None and run.text == name and could_be_person(run) else None


def as_name(text: str) -> str | None:
    """Return a name as names are written, or None where it cannot be one."""
    text = typographic(TITLE.sub("", " ".join(text.split())).strip(" .,"))
    words = text.split()
    if not 1 <= len(words) <= MOST_WORDS or words[0].lower() in NO_START:
        return None
    if any(sign.isdigit() for sign in text) or not all(
        re.fullmatch(r"[^\W\d_][\w’'.-]*", word) for word in words
    ):
        return None
    if (
        text.isupper()
        and any(len(word.strip(".")) > 2 for word in words)
        and (len(words) > 1 or len(text) > 4)
    ):
        return " ".join(_from_capitals(word) for word in words)
    if text.islower() and len(words) > 1:
        return " ".join(word if word in PARTICLES else _from_capitals(word) for word in words)
    if len(words) > 1 and not words[0].isupper():
        # "Claire MOREL", as French agencies write it.
        words = [_from_capitals(word) if _is_shouted(word) else word for word in words]
        text = " ".join(words)
    small = [word for word in words if not word[0].isupper() and word[0].lower() != word[0].upper()]
    return text if all(word.lower() in PARTICLES for word in small) and len(small) < len(words) else None


def _is_shouted(word: str) -> bool:
    return word.isupper() and len(word) > 3 and "." not in word and word.lower() not in OUTLETS


def _from_capitals(word: str) -> str:
    parts = re.split(r"([’'-])", word)
    return "".join(
        part
        if part in "’'-"
        else part[:2].upper() + part[2:].lower()
        if re.fullmatch(r"Mc\w+", part)
        else part[:1].upper() + part[1:].lower()
        for part in parts
    )


def _names(text: str, line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    left_out = [found.group().strip(" ()[]") for found in BRACKETS.finditer(text)]
    text = BRACKETS.sub("", text)
    names: list[str] = []
    for number, part in enumerate(_parts(text)):
        if is_agency(part) and not (names and ROLE.search(part)):
            names.append(as_name(part) or part.strip())
            continue
        person, place, where = _split_once(PLACE, part)
        name = as_name(person)
        if names and person.strip().split(" ")[0] in PARTICLES:
            # "Ana Lopes, de Santos"
            left_out.append(part.strip())
            continue
        if names and person.strip().lower() in OUTLETS:
            names.append(person.strip())
            continue
        is_more = bool(names) and (
            name is None
            or len(person.split()) < 2
            or ROLE.search(person)
            or DEGREE.fullmatch(person.strip())
            or any(word.lower() in ORGANISATION_OR_PLACE | OUTLETS for word in person.split())
        )
        if is_more:
            left_out.append(part)
            continue
        if name is None or (number == 0 and text[:1].islower() and len(person.split()) < 2):
            return None
        names.append(name)
        left_out += [title.group().strip()] if (title := TITLE.match(person.strip())) else []
        left_out += [where] if place else []
    return (tuple(dict.fromkeys(names)), _left(left_out, line)) if names else None


def _parts(text: str) -> Iterator[str]:
    """Yield the names of a line, an agency apart from whoever wrote for it: "Marta Helm Associated Press"."""
    for part in BREAK.split(text):
        words = part.split()
        ends = (at for at in range(2, len(words)) if words[at - 1][0].isupper())
        agency = next((at for at in ends if is_agency(" ".join(words[at:]))), len(words))
        yield from (" ".join(names) for names in (words[:agency], words[agency:]) if names)


def _left(words: list[str], line: Line) -> list[Remark]:
    return [Remark(Notice.BYLINE_LEFT_OUT, line.number, text) for text in words if text]


def _split_once(pattern: re.Pattern[str], text: str) -> tuple[str, str, str]:
    found = pattern.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.start() :].strip()
