"""How many words a text has: one rule for what comes in and for the page."""

import re

# Kana and ideographs: each is a word of its own.
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# From the first letter or digit to the next space, dash or stroke: what else is in between parts no words.
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}][^\s—–/{_WIDE}]*")


def count_words(text: str) -> int:
    """Count words; Chinese and Japanese characters count as one each."""
    return len(_WORD.findall(text))
