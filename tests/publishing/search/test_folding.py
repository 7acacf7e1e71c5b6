"""What counts as the same word: case, accents, widths; never two sounds of a script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.search.folding import INSIDE, fold
from publishing.search.parts import SearchParts
from publishing.search.question import question_of
from publishing.search.stream import MOST_BYTES, MOST_PLACES, MOST_TOKENS, positions, stream_of
from publishing.search.words import tokens_of, words_of

SAME = [
    ("Łódź", "lodz"), ("STRASSE", "straße"), ("naïve", "NAIVE"), ("Müller", "muller"),
    ("İstanbul", "istanbul"), ("ığdır", "igdir"), ("Ελλάς", "ελλασ"), ("Ёлка", "елка"), ("уда́р", "удар"),
    ("ﾃﾞｰﾀ", "データ"), ("Ａ１", "a1"), ("١٢", "12"), ("أحمد", "احمد"), ("مُحَمَّد", "محمد"), ("کتاب", "كتاب"),
    ("שָׁלוֹם", "שלום"), ("ﬁn", "fin"), ("Ǆ", "dž"), ("æon", "aeon"), ("œuvre", "OEUVRE"), ("Þór", "thor"),
    ("soft\u00adhyphen", "softhyphen"), ("می\u200cخواهم", "میخواهم"),
    ("スティーブ・ジョブズ", "スティーブジョブズ"), ("e\u0301", "é"),
    ("각", "\u1100\u1161\u11a8"),
]  # fmt: skip

DIFFERENT = [
    ("мой", "мои"), ("їх", "іх"), ("ѓ", "г"), ("か", "が"), ("パ", "バ"), ("ハ", "パ"), ("कि", "की"),
    ("क", "कि"), ("कानून", "कनन"), ("น้ำท่วม", "นาทวม"), ("ไก่", "ไก"), ("สวย", "ซวย"), ("বাংলা", "বংল"),
    ("தமிழ்", "தமழ"), ("ب", "ت"), ("س", "ش"), ("ש", "ס"), ("a", "о"), ("东", "東"), ("ㄅ", "ㄆ"),
    ("ខ្មែរ", "ខមែរ"), ("မြန်မာ", "မနမာ"), ("ශ්‍රී", "ශර"), ("c", "с"), ("ω", "ο"), ("あ", "ア"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert all(char.isalnum() or char in " " + INSIDE or not char.isspace() for char in folded)


@given(st.text(max_size=200))
def test_no_token_has_what_only_marks_have_or_a_language_of_questions(text: str) -> None:
    for word in words_of(text):
        for token in (*word.pieces, *(token for piece in word.pieces for token in tokens_of(piece))):
            assert token and not set(token) & set("·≡¦ \"'\\()|&!<>*:^\x00")
            assert len(token) <= 64 or token in word.pieces


LETTERS = (
    "abcé ñöß'-.  łŁ0019 парламент ёй Ελλάς 梁文锋東京 かがパバ 서울국회 "
    "กรุงเทพน้ำ कानून किताब العربية שלום \u0301\u200d"
)
SCRIPTS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=40)


@given(SCRIPTS, st.data())
def test_every_text_is_found_by_any_of_its_own_words(text: str, data: st.DataObject) -> None:
    words = [word for word in text.split() if list(words_of(word))]
    if not words:
        return
    stream = stream_of(SearchParts("article", "", text))
    asked = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    # A minus in front means something else, and so does a quote mark.
    question = question_of(" ".join(word.lstrip("-") for word in asked))
    for term in question.terms:
        assert any(stands(way, stream, begins=term.begins) for way in term.ways), term


def stands(way: tuple[str, ...], stream: list[str | None], *, begins: bool) -> bool:
    for start in range(len(stream) - len(way) + 1):
        there = stream[start : start + len(way)]
        last = there[-1] or ""
        if there[:-1] == list(way[:-1]) and (last.startswith(way[-1]) if begins else last == way[-1]):
            return True
    return False


def test_a_text_too_long_for_a_database_is_found_by_all_its_words_and_no_more_is_written() -> None:
    text = " ".join(f"word{number} the" for number in range(20_000))
    stream = stream_of(SearchParts("article", "Title", text))
    places = dict(positions(stream))
    assert len(places["the"]) <= MOST_PLACES
    assert "word19999" in places
    assert sum(len(token.encode()) + 2 for token in places) <= MOST_BYTES + 100
    assert len(stream) < 3 * MOST_TOKENS
