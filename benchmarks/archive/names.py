"""Names of people in many scripts, headlines and other words; every number has one of its own."""

_words = str.split

LATIN = (
    _words(
        "Ada Bruno Carla Dario Elin Farid Greta Hugo Ines Jonas Karla Levi Mira Nils Olga Pavel Quentin Rosa "
        "Sven Tilda Uma Viktor Wanda Xenia Yann Zoe Åsa Çetin Élodie Łucja Óscar Şirin Ülkü Žofia"
    ),
    _words(
        "Abel Berg Castro Dahl Engel Farkas Gomez Haas Ivers Jansen Klein Lund Moor Novak Olsen Petit Quist "
        "Ramos Sato Toth Unger Vega Weiss Xander Yilmaz Zeman Ångström Čapek Écija Ørsted Šimić Žižka"
    ),
)
SCRIPTS = (
    LATIN,
    (
        _words("Анна Борис Вера Галина Дмитрий Жанна Иван Юлия"),
        _words("Орлова Павлов Чехов Щукин Яшин Ёлкин"),
    ),
    (_words("Ελένη Νίκος Άννα Γιώργος"), _words("Παππά Ζαχαρίου Ωραίου Ξένου")),
    (_words("أحمد مريم خالد ليلى"), _words("الحسن المنصور إبراهيم زيدان")),
    (_words("דוד שרה נועה"), _words("לוי כהן מזרחי")),
    (_words("伟 芳 文锋 小明"), _words("梁 王 李 张")),
    (_words("さくら けんじ ゆき"), _words("田中 鈴木 高橋")),
    (_words("민준 서연 지우"), _words("김 이 박")),
    (_words("अर्जुन दीपा रवि"), _words("शर्मा पटेल गुप्ता")),
    (_words("สมชาย มาลี อารี"), _words("ใจดี ทองคำ ศรีสุข")),
)
PLACES = _words("Harbour City Valley Coast Bridge Island Market Station Border River Northern Southern")
BODIES = _words("council board ministry union court museum hospital bank university police court school")
DOES = _words(
    "weighs delays approves rejects reviews expands closes defends questions sells renames rebuilds"
)
WHAT = _words("repairs budget tunnel contract housing archive ferries power water tariffs pensions tunnels")
KINDS_OF_SOURCE = _words("report statement register minutes study ruling survey interview filing dataset")
SUBJECTS = _words(
    "harbour energy schools health courts transport culture budget housing science fishing weather"
)
STANDFIRSTS = [
    f"The {place.lower()} {body} has to decide before the end of the month, and its members disagree."
    for place in PLACES
    for body in BODIES[:6]
]
ELSEWHERE = (
    "Совет города обсуждает бюджет номер {number}",
    "市议会讨论第{number}号预算",
    "مجلس المدينة يناقش الميزانية {number}",
    "नगर परिषद बजट {number} पर विचार करती है",
)


def name_of(number: int) -> str:
    """Return what the person with this number is called: mostly in Latin letters, some in each script."""
    share, place = divmod(number, 20)
    if 0 < place < len(SCRIPTS):
        firsts, lasts = SCRIPTS[place]
        seconds = [*lasts, *firsts]
        if share < len(firsts) * len(lasts) * (len(seconds) + 1):
            return _joined(share, firsts, lasts, seconds)
    return _joined(number, *LATIN, LATIN[1])


def _joined(number: int, firsts: list[str], lasts: list[str], seconds: list[str]) -> str:
    rest, first = divmod(number, len(firsts))
    rest, last = divmod(rest, len(lasts))
    third, second = divmod(rest, len(seconds) + 1)
    parts = [firsts[first], lasts[last], *([seconds[second - 1]] if second else [])]
    return " ".join([*parts, *([str(third + 1)] if third else [])])


def headline_of(number: int) -> str:
    """Return an article's headline: plain words, but one in twenty in another script."""
    if number % 20 == 7:
        return ELSEWHERE[number // 20 % len(ELSEWHERE)].format(number=number)
    place, body = PLACES[number % 12], BODIES[number // 12 % 12]
    return f"{place} {body} {DOES[number // 144 % 12]} {WHAT[number // 5 % 12]} {number}"
