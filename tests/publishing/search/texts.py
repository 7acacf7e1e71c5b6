"""Texts in many scripts, and what is found of them: a small newsroom without articles."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from publishing.search import writing
from publishing.search.parts import QUOTATION, SearchParts
from publishing.search.shelves import PUBLIC, Shelf
from publishing.search.writing import Entry

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    """Return a moment by a small number."""
    return BEGINNING + timedelta(days=number)


@dataclass(frozen=True)
class Text:
    """One text: when it is public, where it stands, what it says, and who or what it is of."""

    key: str
    headline: str
    text: str
    place: int
    live: tuple[int, int] = (10, 900)
    kind: str = "article"
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Asked:
    """What is asked, of when and with which filters, and what is found, in order."""

    words: str
    found: str
    at: int = 50
    tag: int | None = None
    since: int | None = None
    kinds: tuple[str, ...] = field(default=())


TEXTS = [
    Text("a1", "Łódź mayor resigns over naïve budget",
         "The café on Straße 12 stayed open. Müller said that the parliament agreed.", 10, marks=("tag1",)),
    Text("a2", "Parliament votes on DeepSeek rules", "Liang Wenfeng did not speak. The budget passed.", 20,
         live=(20, 900), marks=("tag2",)),
    Text("a3", "Market report",
         "Shares rose after Parliament agreed. O’Brien of the U.S. team called it GPT-4 day.", 30,
         live=(30, 900), marks=("tag2",)),
    Text("a4", "Old news about parliament", "No longer public: zebra.", 12, live=(10, 40)),
    Text("a5", "Parliament tomorrow", "Not yet public: giraffe.", 60, live=(60, 900)),
    Text("p1", "Liang Wenfeng", "Founder of DeepSeek.", 5, kind="person", names=("Liang Wenfeng", "梁文锋")),
    Text("p2", "Conan O’Brien", "Comedian.", 6, kind="person", names=("Conan O’Brien",)),
    Text("q1", "", "“Nothing was decided before the vote”, Sam Altman", 34, kind=QUOTATION),
    Text("zh", "梁文锋创立深度求索公司", "中国人工智能公司深度求索在杭州成立。", 21, language="zh-hans"),
    Text("ja", "東京大学が新しい研究所を開設", "パリで会議が開かれた。かきの話。データ", 22, language="ja"),
    Text("jb", "バリ島の観光", "がきの頃の話。", 23, language="ja"),
    Text("th", "น้ำท่วมกรุงเทพ", "ข่าวน้ำท่วมหนักในกรุงเทพมหานคร", 24, language="th"),
    Text("hi", "संसद में नया कानून", "किताब और की कि", 25, language="hi"),
    Text("ar", "أحمد في المدرسة", "قال مُحَمَّد إن الكتاب في المكتبة ١٢", 26, language="ar"),
    Text("fa", "کتاب تازه", "ایران", 27, language="fa"),
    Text("ru", "Ёлка и мой йод", "объединённые ели", 28, language="ru"),
    Text("el", "Η Ελλάδα αλλάζει", "ο νόμος ΕΛΛΆΣ", 29, language="el"),
    Text("tr", "İstanbul’da seçim", "ISPARTA ve ığdır", 31, language="tr"),
    Text("ko", "서울의 봄", "국회가 법을 통과시켰다", 32, language="ko"),
    Text("he", "שָׁלוֹם עולם", "כנסת", 33, language="he"),
]  # fmt: skip

QUESTIONS = [
    Asked("PARLIAMENT", "a2 a3 a1"),
    Asked("parliament", "a2 a3", tag=2),
    Asked("zebra", ""),
    Asked("zebra", "a4", at=20),
    Asked("giraffe", ""),
    Asked("giraffe", "a5", at=70),
    Asked("parliament", "a4 a1", at=15),
    Asked("parliament", "a3", since=25),
    Asked("liang wenfeng", "p1 a2"),
    Asked("Wenfeng Liang", "p1 a2"),
    Asked("budget agreed", "a1"),
    Asked("lodz café", "a1"),
    Asked("STRASSE 12", "a1"),
    Asked("muller", "a1"),
    Asked('"parliament agreed"', "a3 a1"),
    Asked('"agreed parliament"', ""),
    Asked('"budget the café"', ""),
    Asked("parl*", "a2 a3 a1"),
    Asked("parliament -budget", "a3"),
    Asked("-parliament", ""),
    Asked("o'brien", "p2 a3"),
    Asked("obrien", "p2 a3"),
    Asked("us", "a3"),
    Asked("gpt4", "a3"),
    Asked("梁文锋", "p1 zh"),
    Asked("文锋", "zh p1"),
    Asked("锋", "zh p1"),
    Asked("深求", ""),
    Asked("東京大学", "ja"),
    Asked("京都", ""),
    Asked("パリ", "ja"),
    Asked("がき", "jb"),
    Asked("ﾃﾞｰﾀ", "ja"),
    Asked("น้ำท่วม", "th"),
    Asked("นาทวม", ""),
    Asked("कानून", "hi"),
    Asked("कनन", ""),
    Asked("محمد", "ar"),
    Asked("احمد", "ar"),
    Asked("كتاب", "fa"),
    Asked("12", "ar a1"),
    Asked("елка", "ru"),
    Asked("мои", ""),
    Asked("Ελλάς", "el"),
    Asked("istanbul", "tr"),
    Asked("igdir", "tr"),
    Asked("서울", "ko"),
    Asked("שלום", "he"),
    Asked('"nothing was decided', "q1", kinds=(QUOTATION,)),
    Asked('"nothing was decided', ""),
    Asked("`x'; drop table y;--`", ""),
    Asked("AND OR NOT NEAR(", ""),
    Asked("head:parliament", ""),
    Asked("\x00 \ud800", ""),
    Asked("parliament " * 400, "a2 a3 a1"),
]


def put_texts(shelf: Shelf = PUBLIC) -> None:
    """Have all of them found."""
    writing.write(
        shelf,
        [
            Entry(
                SearchParts(text.kind, text.headline, text.text, text.names, text.marks, text.language),
                number,
                day(text.live[0]),
                day(text.live[1]),
                day(text.place),
            )
            for number, text in enumerate(TEXTS)
        ],
    )
