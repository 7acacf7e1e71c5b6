"""Whether a changed word is the same word, spelt wrongly before.

Without a dictionary this cannot be known, so only what slips of the pen look like counts: in a long word
one letter too many, too few or in the wrong place. Real words that differ by no more are named below.
"""

from collections.abc import Container

from publishing.changes.lexicon import words_in

_LEAST = 6
"""How many letters a word has at least, if its right spelling stands elsewhere in the text."""
_LEAST_SWAPPED, _LEAST_DROPPED, _LEAST_VOWEL = 5, 7, 8
"""The same for English, wherever else it stands: there the words that differ so little are known."""
_VOWELS = frozenset("aeiou")

_SLIPS = dict(
    slip.split(":")
    for slip in words_in("""
        teh:the hte:the adn:and taht:that thta:that thsi:this wich:which wiht:with frmo:from waht:what
        whne:when thier:their tehy:they thye:they hvae:have ahve:have wsa:was untill:until
    """)
)
"""What is typed too fast most often and means nothing else."""

_APART = [
    pair.split(":")
    for pair in words_in("""
        trail:trial quit:quiet quite:quiet angel:angle diary:dairy marital:martial casual:causal
        united:untied silver:sliver cavalry:calvary bread:beard barely:barley dessert:desert
        dessert:deserted latter:later dinner:diner planned:planed planning:planing hopped:hoped
        hopping:hoping starred:stared starring:staring scarred:scared scarring:scaring tapped:taped
        tapping:taping robbed:robed barred:bared filled:filed filling:filing county:country
        counties:countries though:through thought:through though:thorough through:thorough
        contact:contract bought:brought patent:patient health:heath fiend:friend resign:reign
        founded:funded breath:breathe cloth:clothe moral:morale human:humane interstate:intestate
        ingenious:ingenuous prescri:proscri adopt:adapt wander:wonder complement:compliment
        stationary:stationery farther:further persecut:prosecut perpetrat:perpetuat overcome:overcame
        withdraw:withdrew overthrow:overthrew oversee:oversaw forgive:forgave immoral:immortal
        moral:mortal conservation:conversation descent:decent council:counsel conscious:conscience
        rational:relational import:impart expand:expend averse:adverse incident:indent
        discrete:discreet desperate:disparate installation:instillation present:prevent
        respective:respectful executor:executer alternate:alternative charged:changed
        changing:charging parish:perish marshal:martial threat:treat threaten:treaten
        distinct:distant distract:district detract:detect
    """)
]
"""Beginnings of real words."""


def is_same_word(old: str, new: str, *, language: str, elsewhere: Container[str]) -> bool:
    """Tell whether two words in lower case are one, spelt wrongly and then rightly.

    `elsewhere` are the words of the text that did not change: what stands there too was no slip.
    """
    if not (_is_spelt(old) and _is_spelt(new)) or old in elsewhere:
        return False
    is_english = language == "en"
    if is_english and _SLIPS.get(old) == new:
        return True
    if old[0] != new[0] or old[-1] != new[-1] or _are_apart(old, new):
        return False
    longer = max(len(old), len(new))
    is_attested = new in elsewhere and longer >= _LEAST
    if _is_swap(old, new):
        return is_attested or (is_english and longer >= _LEAST_SWAPPED)
    if _is_one_more(old, new):
        return is_attested or (is_english and longer >= _LEAST_DROPPED)
    return is_english and longer >= _LEAST_VOWEL and _is_other_vowel(old, new)


def _is_spelt(word: str) -> bool:
    """Tell whether a word is of letters that have a case: of other scripts nothing can be said."""
    return word.isalpha() and all(char.lower() != char.upper() for char in word)


def _are_apart(old: str, new: str) -> bool:
    pairs = ((old, new), (new, old))
    return any(a.startswith(one) and b.startswith(other) for one, other in _APART for a, b in pairs)


def _is_swap(old: str, new: str) -> bool:
    """Tell whether two letters behind the first changed places."""
    places = _different(old, new)
    return len(places) == 2 and old[places[0]] == new[places[1]] and old[places[1]] == new[places[0]]


def _is_one_more(old: str, new: str) -> bool:
    """Tell whether one has a letter more than the other, at neither end."""
    short, long = sorted((old, new), key=len)
    inner = range(1, len(long) - 1)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in inner)


def _is_other_vowel(old: str, new: str) -> bool:
    places = _different(old, new)
    return len(places) == 1 and _VOWELS.issuperset((old[places[0]], new[places[0]]))


def _different(old: str, new: str) -> list[int]:
    """Return where two words of one length differ, if that is at one place, or at two side by side."""
    if len(old) != len(new):
        return []
    places = [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    return places if len(places) == 1 or (len(places) == 2 and places[1] == places[0] + 1) else []
