"""In which old encoding a text is that says nothing of it and is no UTF-8."""

import re
import unicodedata

import gcld3
from charset_normalizer import from_bytes

# Each with the languages it was made for: a guess that gives another one is wrong.
LANGUAGES = {
    "cp932": "ja",
    "euc_jp": "ja",
    "gb18030": "zh",
    "cp950": "zh",
    "cp949": "ko",
    "cp1251": "ru uk be bg bg-Latn sr mk kk ky tg mn",
    "koi8_r": "ru bg",
    "koi8_u": "uk",
    "iso8859_5": "ru uk be bg sr mk",
    "cp866": "ru uk be",
    "mac_cyrillic": "ru uk bg sr mk",
    "cp1253": "el",
    "iso8859_7": "el",
    "cp1255": "iw he yi",
    "cp1256": "ar fa ur ps",
    "cp1250": "pl cs sk hu sl hr bs ro sq",
    "iso8859_2": "pl cs sk hu sl hr bs ro sq",
    "cp1254": "tr",
    "cp1257": "lt lv et",
    "cp874": "th",
    "cp1258": "vi",
}
WIDER = {
    "shift_jis": "cp932", "shift_jis_2004": "cp932", "shift_jisx0213": "cp932", "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp", "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "cp950",
    "big5hkscs": "cp950", "euc_kr": "cp949", "johab": "cp949", "cp1125": "cp866", "cp855": "cp866",
    "iso8859_6": "cp1256", "iso8859_8": "cp1255", "iso8859_9": "cp1254", "iso8859_13": "cp1257",
    "iso8859_4": "cp1257", "iso8859_16": "cp1250", "tis_620": "cp874", "iso8859_11": "cp874",
}  # fmt: skip
ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "cp950", "cp949")
KANA = re.compile("[\u3041-\u30fe]")
NARROW_KANA = re.compile("[\uff61-\uff9f]")
HANGUL = re.compile("[\uac00-\ud7a3]")
# Letters that stand alone in Japanese or Chinese read as Korean.
JAMO = re.compile("[\u3131-\u318e]")
MOST = 20_000
SURE = 0.9
FEWEST_LETTERS = 20
FEWEST_OF_MACINTOSH = 4
PRINTED = "’‘“”«»‹›…–—•·€£§©®™°½¼ªº¿¡ \u00a0\n\r\t"


def guess(raw: bytes) -> str | None:
    """Return a text that is no UTF-8, if in which encoding it is can be told for certain."""
    if ESCAPED_JAPANESE.search(raw):
        return _decoded(raw, "iso2022_jp_2")
    beginning = raw if len(raw) <= MOST else raw[: raw.rfind(b"\n", 0, MOST) + 1] or raw[:MOST]
    best = from_bytes(beginning, enable_fallback=False).best()
    encoding = WIDER.get(best.encoding, best.encoding) if best else ""
    text = _decoded(raw, encoding) if encoding in LANGUAGES else None
    if text is not None and _fits(text, encoding):
        return text
    # Bytes of one East Asian language are letters of all the others.
    fitting = []
    for other in EAST_ASIAN:
        text = _decoded(raw, other)
        if text is not None and _fits(text, other):
            fitting.append(text)
    return fitting[0] if len(fitting) == 1 else None


def macintosh(raw: bytes) -> str | None:
    """Return a text of an old Macintosh: everything in it is a letter or printed."""
    text = raw.decode("mac_roman")
    high = [sign for sign in text if not sign.isascii()]
    printed = all(sign.isalpha() or sign in PRINTED for sign in high)
    return text if printed and len(high) >= FEWEST_OF_MACINTOSH else None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fits(text: str, encoding: str) -> bool:
    """Tell whether a text is in a language that its encoding was made for."""
    sample = " ".join(text[:MOST].split())
    letters = [sign for sign in sample if not sign.isascii() and sign.isalpha()]
    if any(unicodedata.category(sign) in ("Co", "Cc", "Cn") for sign in sample):
        return False
    if encoding in ("cp1250", "iso8859_2", "cp1254", "cp1257", "cp1258"):
        if not letters:
            return False
    elif len(letters) < FEWEST_LETTERS:
        return False
    if encoding in EAST_ASIAN and not _could_be(sample, LANGUAGES[encoding], len(letters)):
        return False
    told = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=MOST).FindLanguage(text=sample)
    return bool(
        told.is_reliable and told.probability >= SURE and told.language in LANGUAGES[encoding].split()
    )


def _could_be(sample: str, language: str, letters: int) -> bool:
    """Tell whether the letters are those that a language is written with."""
    if language == "ja":
        return len(KANA.findall(sample)) * 5 > letters and len(NARROW_KANA.findall(sample)) * 10 < letters
    if language == "ko":
        is_parted = sample.count(" ") * 12 > letters
        return len(HANGUL.findall(sample)) * 3 > letters * 2 and is_parted and not JAMO.search(sample)
    return not KANA.search(sample) and not HANGUL.search(sample)
