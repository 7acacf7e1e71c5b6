"""Two versions side by side: what differs is marked, and no text makes that costly."""

from publishing.admin.differences import MOST_PAIRS, Line, differences, text_lines
from tests.publishing.comparing import Work


def rows(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Return each row's sides, with what is marked in brackets."""
    found = differences([("Text", lines(old))], [("Text", lines(new))])
    return [
        tuple(
            "".join(f"[{p.text.strip()}] " if p.is_changed else p.text for p in side).strip()
            for side in (row.old, row.new)
        )
        for difference in found
        for row in difference.rows
    ]


def lines(texts: list[str]) -> list[Line]:
    return [Line(text, text) for text in texts]


def test_only_what_differs_is_marked() -> None:
    assert rows(["one two three"], ["one 2 three"]) == [("one [two] three", "one [2] three")]
    assert rows(["a b", "same", "gone"], ["a c", "same"]) == [("a [b]", "a [c]"), ("[gone]", "")]
    assert rows(["a b c d e"], ["a x c y e"]) == [("a [b] c [d] e", "a [x] c [y] e")]
    assert rows(["a a a"], ["a a"]) == [("a a [a]", "a a")]
    assert rows(["same"], ["same"]) == []


def test_repeated_words_in_many_paragraphs_are_compared_within_a_bound(work: Work) -> None:
    old = [f"{number} begins " + "word " * 1800 + "x" for number in range(60)]
    new = [f"{number} starts " + "word " * 1800 + "y" for number in range(60)]
    found = rows(old, new)
    assert len(found) == 60
    assert work.done <= 2 * MOST_PAIRS
    assert found[0][0].startswith("0 [begins] word")
    assert found[59][0].startswith("59 [begins")
    assert found[59][0].endswith("x]")


def test_two_words_that_alternate_otherwise_are_compared_within_a_bound(work: Work) -> None:
    old, new = " ".join(["a", "b"] * 990), " ".join(["a", "a", "b", "b"] * 495)
    [(before, after)] = rows([old], [new])
    assert work.done <= 2 * MOST_PAIRS
    assert before.replace("[", "").replace("]", "").split() == old.split()
    assert after.replace("[", "").replace("]", "").split() == new.split()


def test_one_change_in_a_very_long_paragraph_is_still_found(work: Work) -> None:
    words = [str(number) for number in range(50_000)]
    old, new = " ".join(words), " ".join([*words[:400], "new", *words[401:]])
    [(before, after)] = rows([old], [new])
    assert "399 [400] 401" in before
    assert "399 [new] 401" in after
    assert work.done < 10


def test_thousands_of_equal_lines_are_compared_within_a_bound(work: Work) -> None:
    found = rows(["first", *["-"] * 9000, "x"], ["second", *["-"] * 9000, "y", "z"])
    assert work.done <= 2 * MOST_PAIRS
    assert found[0] == ("[first]", "[second]")


def test_plain_text_is_compared_line_by_line() -> None:
    assert [line.text for line in text_lines("a\n\n b")] == ["a", " b"]
