"""A text that came as a mail: its subject, and the copy without headers, thread and signature."""

import re

from manuscripts.layout import Line

HEADER = re.compile(
    r"(?P<name>from|to|cc|bcc|subject|date|sent|reply-to|attachments?|importance|von|an|betreff|datum|gesendet|de|à|para|objet|envoyé"
    r"|asunto|fecha|enviado|assunto|data|da|a|oggetto|inviato|тема|от|кому|дата|发件人|收件人|主题|日期)\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE,
)
SUBJECT = frozenset(["subject", "betreff", "objet", "asunto", "assunto", "oggetto", "тема", "主题"])
# These stand in a mail's head alone; "To:" or "De:" may begin a line of anything.
TELLING = frozenset(
    ["from", "subject", "von", "betreff", "objet", "asunto", "assunto", "oggetto", "тема", "发件人", "主题"]
)
PREFIX = re.compile(
    r"(?:(?:re|aw|fw|fwd|wg|tr|rv|res|antw|sv|vs)\s*:\s*|\[[^\]]{1,30}\]\s*|(?:file|copy|story|text|final|draft|for\s+publication)\s*:\s*)+",
    re.IGNORECASE,
)
THREAD = re.compile(
    r"(?:on\b.{4,200}\bwrote\s*:|am\b.{4,200}\bschrieb\b.{0,100}:|le\b.{4,200}\ba\s+écrit\s*:|el\b.{4,200}\bescribió\s*:|em\b.{4,200}\bescreveu\s*:"
    r"|il\b.{4,200}\bha\s+scritto\s*:|-{2,}\s*(?:original|forwarded|ursprüngliche|message|mensaje|messaggio).{0,60}|_{10,}|begin\s+forwarded\s+message\s*:?"
    r"|\d{4}年\d{1,2}月\d{1,2}日.{2,100}写道\s*[：:])",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"(?:best|all\s+the\s+best|(?:best|kind|warm)\s+(?:regards|wishes)|regards|thanks|many\s+thanks|thank\s+you|cheers|sincerely|yours(?:\s+\w+)?|viele\s+grüße"
    r"|(?:mit\s+)?(?:freundlichen|besten|herzlichen|lieben|schönen)\s+grüßen?|(?:liebe|beste|herzliche|schöne)\s+grüße|lg|mfg|cordialement|bien\s+à\s+vous|merci"
    r"|saludos|un\s+saludo|atentamente|gracias|atenciosamente|abraços?|obrigad[oa]|cordiali\s+saluti|grazie|此致|谢谢)\s*[,.!–-]*",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"--\s?|__+")
MOST_HEADERS = 20
FORWARDED = re.compile(
    r"(?:re|aw)?\s*:?\s*(?:fwd?|fw|wg|tr|rv|enc|vb|vs|i|doorst|пересл?)\s*:", re.IGNORECASE
)
FORWARDS = re.compile(r"begin\s+forwarded", re.IGNORECASE)
MOST_WORDS_ABOVE = 40


def split_mail(text: str) -> tuple[str, str, list[Line]]:
    """Return the subject of a mail, its copy with the lines it had, and what was taken out of it.

    A text that is no mail comes back as it is.
    """
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    heads: list[tuple[int, str, str]] = []
    at = start
    while at < len(lines) and at - start < MOST_HEADERS:
        found = HEADER.fullmatch(lines[at].strip())
        if found is None and not (heads and lines[at][:1] in " \t" and lines[at].strip()):
            break
        heads.append(
            (at, found["name"].lower(), found["value"].strip()) if found else (at, "", lines[at].strip())
        )
        at += 1
    names = {name for _at, name, _value in heads}
    if not names & TELLING or (len(names - {""}) < 2 and not names & SUBJECT):
        return "", text, []
    gone = {number for number, _name, _value in heads}
    subject = next((value for _at, name, value in heads if name in SUBJECT), "")
    begins = _forwarded(lines, at) if FORWARDED.match(subject) else at
    gone |= {*range(at, begins), *_thread(lines, begins), *_signature(lines, begins)}
    taken = [Line(number + 1, lines[number].strip()) for number in sorted(gone) if lines[number].strip()]
    copy = "\n".join("" if number in gone else line for number, line in enumerate(lines))
    return PREFIX.sub("", subject, count=1).strip(), copy, taken


def is_forwarded(subject: str) -> bool:
    """Tell whether a mail hands on another."""
    return FORWARDED.match(subject) is not None


def _forwarded(lines: list[str], start: int) -> int:
    """Return where the mail begins that is handed on with a short word; `start` if the copy stands above it.

    Where a mail program set it in with "> ", that is taken off.
    """
    mark = next(
        (
            at
            for at in range(start, len(lines))
            if THREAD.fullmatch(lines[at].strip()) and not _answers(lines[at].strip())
        ),
        len(lines),
    )
    if mark == len(lines) or sum(len(line.split()) for line in lines[start:mark]) > MOST_WORDS_ABOVE:
        return start
    inner = [line for line in lines[mark + 1 :] if line.strip()]
    if inner and all(line.startswith(">") for line in inner):
        lines[mark + 1 :] = [line.removeprefix(">").removeprefix(" ") for line in lines[mark + 1 :]]
    at = mark + 1
    while at < len(lines) and (
        not lines[at].strip()
        or THREAD.fullmatch(lines[at].strip())
        or HEADER.fullmatch(lines[at].strip("* "))
    ):
        at += 1
    return at


def _answers(line: str) -> bool:
    """Tell whether a line says what somebody answers to: "On Monday Jane Doe wrote:"."""
    return line.endswith((":", "：")) and FORWARDS.match(line) is None


def _thread(lines: list[str], start: int) -> set[int]:
    gone = {at for at in range(start, len(lines)) if lines[at].lstrip().startswith(">")}
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if THREAD.fullmatch(line):
            gone.add(at)
            # Below the line of Outlook everything is the older mail.
            if not line.endswith((":", "：")):
                gone.update(range(at, len(lines)))
    return gone


def _signature(lines: list[str], start: int) -> set[int]:
    """Return the lines of a signature: behind two hyphens, or behind a greeting near the end."""
    end = next(
        (at for at in range(start, len(lines)) if SIGNATURE.fullmatch(lines[at].rstrip("\n"))), len(lines)
    )
    gone = set(range(end, len(lines)))
    short = 0
    for at in range(end - 1, start, -1):
        line = lines[at].strip()
        if not line or line.startswith(">"):
            continue
        if SIGN_OFF.fullmatch(line):
            return gone | set(range(at, end))
        short += 1
        if short > 4 or len(line) > 60:
            break
    return gone
