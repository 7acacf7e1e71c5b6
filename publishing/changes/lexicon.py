"""Words that must never change unnoticed: those that deny, and those that are figures or times.

The lists are short and err on the side of too much: a word that is on one by mistake costs a click.
"""

from dataclasses import dataclass
from functools import cache

from django.utils import dates, translation

_NEGATIONS = {
    "ar": "لا لم لن ليس ليست ما غير دون بدون",
    "cs": "ne nikdy nikdo nic žádný žádná žádné ani bez není nejsou nebyl nebyla nebylo",
    "da": "ikke aldrig ingen intet uden hverken nej",
    "de": """nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines
        weder ohne kaum nein nirgends nirgendwo keinerlei keineswegs außer""",
    "el": "δεν δε μη μην ποτέ κανένας καμία κανένα τίποτα χωρίς όχι ούτε",
    "en": """no not nor none never nobody nothing nowhere neither without cannot hardly barely scarcely
        unless except lest cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt
        shouldnt couldnt wouldnt aint non""",
    "es": "no ni nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas sin tampoco salvo apenas",
    "fi": "ei en et emme ette eivät älä älkää eikä ilman kukaan mikään koskaan",
    "fr": """ne n non pas jamais rien personne aucun aucune ni sans plus guère nul nulle point sauf
        nullement""",
    "he": "לא אין אל בלי מעולם שום",
    "hu": "nem ne sem se soha senki semmi nincs nincsenek nélkül",
    "it": "non no mai niente nulla nessuno nessuna nessun né senza neanche neppure nemmeno",
    "nb": "ikke aldri ingen intet uten verken nei",
    "nl": "niet geen nooit niemand niets noch zonder nergens nee",
    "pl": "nie nigdy nikt nic żaden żadna żadne ani bez nigdzie",
    "pt": "não nem nunca jamais nada ninguém nenhum nenhuma sem tampouco",
    "ro": "nu nici niciodată nimeni nimic niciun nicio fără",
    "ru": "не нет ни никогда никто ничего ничто нигде без нельзя",
    "sv": "inte ej aldrig ingen inget inga utan varken nej icke",
    "tr": "değil yok hiç hiçbir asla hayır kimse",
    "uk": "не ні немає ніколи ніхто нічого ніде без",
}
_ALIKE = {"no": "nb", "nn": "nb", "sk": "cs", "gl": "pt", "be": "uk", "ca": "es"}
_DENYING_ENDS = ("n't",)
_DENYING_STARTS = {
    "de": ("un", "in", "ir", "il", "im", "nicht", "miss"),
    "en": ("un", "in", "im", "il", "ir", "dis", "non", "mis", "a", "anti", "ab"),
    "es": ("in", "im", "i", "des", "dis", "a"),
    "fr": ("in", "im", "il", "ir", "dés", "dé", "mé", "mal", "a"),
}
_OTHER_STARTS = ("un", "in", "im", "il", "ir", "dis", "non", "on", "o", "u", "ne", "nie", "не", "des")

_FIGURES = {
    "de": """null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn zwanzig
        dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert hunderte tausend tausende dutzend
        million millionen milliarde milliarden billion billionen halb halbe halben hälfte viertel drittel
        doppelt doppelte einmal zweimal dreimal erste ersten zweite zweiten dritte dritten beide beiden
        mehr weniger über unter mindestens höchstens prozent""",
    "en": """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
        hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half
        halves third thirds quarter quarters fifth tenth both once twice thrice double doubled triple tripled
        first second fourth sixth seventh eighth ninth more less fewer
        most least over under above below up down percent percentage pair couple score hundredth
        thousandth millionth last next""",
    "es": """cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
        veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil miles millón
        millones billón billones docena medio media mitad tercio cuarto doble triple primero primera segundo
        segunda tercero tercera ambos ambas más menos""",
    "fr": """zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
        seize vingt trente quarante cinquante soixante septante huitante nonante cent cents mille millier
        milliers million millions milliard milliards douzaine demi demie moitié tiers quart double triple
        premier première second seconde deuxième troisième
        moins""",
    "it": """zero due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta
        quaranta cinquanta sessanta settanta ottanta novanta cento mille mila milione milioni miliardo
        miliardi mezzo mezza metà terzo quarto doppio primo prima secondo seconda entrambi""",
    "nl": """nul één twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig
        vijftig honderd duizend miljoen miljoenen miljard miljarden half helft kwart derde eerste tweede
        beide dubbel""",
    "pl": """zero jeden jedna dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc
        tysiące tysięcy milion miliony milionów miliard miliardy miliardów połowa pierwszy drugi trzeci""",
    "pt": """zero dois duas três quatro cinco seis sete oito nove dez onze doze vinte trinta
        quarenta cinquenta sessenta cem cento mil milhão milhões bilhão bilhões mil dúzia meio meia metade
        terço quarto dobro primeiro primeira segundo segunda terceiro ambos""",
    "ru": """ноль один одна два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок
        сто тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов половина первый
        второй третий оба обе""",
}
_TIMES = {
    "de": "heute gestern morgen vorgestern übermorgen vormittag nachmittag abend mitternacht",
    "en": "today yesterday tomorrow tonight noon midnight am pm ad bc bce ce ago since until before after",
    "es": "hoy ayer mañana anoche anteayer",
    "fr": "aujourd'hui hier demain avant-hier après-demain midi minuit avant après",
    "it": "oggi ieri domani",
    "nl": "vandaag gisteren morgen",
    "pt": "hoje ontem amanhã",
}

_WORDS_TOO = frozenset(["may", "mar"])
"""What is a month only with a capital, and then counts as a name."""


@dataclass(frozen=True)
class Lexicon:
    """What the words of one language are to a check of facts; every word here is in lower case."""

    language: str
    negations: frozenset[str]
    starts: tuple[str, ...]
    figures: frozenset[str]
    times: frozenset[str]

    def denies(self, word: str) -> bool:
        """Tell whether a word denies what stands around it."""
        parts = word.split("'") if self.language == "fr" else ()
        return (
            word in self.negations
            or word.replace("'", "") in self.negations
            or word.endswith(_DENYING_ENDS)
            or any(part in self.negations for part in parts)
        )

    def opposite(self, one: str, other: str) -> bool:
        """Tell whether one word is the other with a syllable in front that denies it."""
        short, long = sorted((one, other), key=len)
        return long != short and any(long == start + short for start in self.starts)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language; of one that has no list here, those of several."""
    code = language.partition("-")[0].lower()
    code = _ALIKE.get(code, code)
    return Lexicon(
        language=code,
        negations=_words(_NEGATIONS, code),
        starts=_DENYING_STARTS.get(code, _OTHER_STARTS),
        figures=_words(_FIGURES, code),
        times=_words(_TIMES, code) | _names_of_days(code),
    )


def _words(lists: dict[str, str], code: str) -> frozenset[str]:
    several = [lists[name] for name in ("en", "de", "fr", "es") if name in lists]
    found = [lists[code]] if code in lists else several
    return frozenset(word for words in found for word in words_in(words))


def words_in(text: str) -> list[str]:
    """Return the words of a list written with spaces between them."""
    return text.split()


def _names_of_days(code: str) -> frozenset[str]:
    """Return the names of months and weekdays as Django has them; two letters are a word as often."""
    known = (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_AP, dates.MONTHS_ALT, dates.WEEKDAYS)
    with translation.override(code or "en"):
        names = {str(name).casefold().rstrip(".") for each in known for name in each.values()}
    return frozenset(name for name in names if len(name) > 2) - _WORDS_TOO
