"""How many words a text has: one rule for what comes in and for the page."""


def count_words(text: str) -> int:
    """Count words; Chinese and Japanese characters count as one each."""
    words = 0
    inside = False
    for char in text:
        if _is_wide(char):
            words += 1
            inside = False
        elif char.isalnum():
            words += not inside
            inside = True
        elif char.isspace() or char in "—–/":
            inside = False
    return words


def _is_wide(char: str) -> bool:
    """Tell whether a character is a word of its own: kana and ideographs."""
    return char >= "\u3040" and (
        char <= "\u30ff"
        or "\u3400" <= char <= "\u4dbf"
        or "\u4e00" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )
