"""Sources, notes that cite them, and what stands behind them."""

import pytest

from manuscripts import Bullets, Heading, Paragraph, parse
from manuscripts.manuscript import passages_of

BODY = "The harbour council met on Tuesday and put off its vote on the new quay until the spring of next year, it said."
LIST = "References\n[1] Harbour Board. Annual report. https://board.example/report\n[2] Interview with the mayor, 3 May 2026.\n"


def cites(text: str) -> list[tuple[str, str]]:
    return [(c.note, c.locator) for block in parse(text).blocks for p in passages_of(block) for c in p.cites]


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("quay [1].", [("1", "")]),
        ("quay.[2]", [("2", "")]),
        ("quay [1, 2].", [("1", ""), ("2", "")]),
        ("quay [1][2].", [("1", ""), ("2", "")]),
        ("quay [1–2].", [("1", ""), ("2", "")]),
        ("quay [1, p. 12; 2].", [("1", "p. 12"), ("2", "")]),
        ("quay.¹", [("1", "")]),
        ("quay.(2)", [("2", "")]),
        ("quay [^1].", [("1", "")]),
    ],
)
def test_marks_of_notes_cite_the_entry_they_number(marks: str, found: list[tuple[str, str]]) -> None:
    text = f"The quay waits\n\n{BODY}\n\nNobody wants to pay for the {marks}\n\n{BODY}\n\n{LIST}"
    assert cites(text) == found
    assert "[" not in "".join(p.text for block in parse(text).blocks for p in passages_of(block))


def test_a_mark_without_an_entry_stays_and_is_said() -> None:
    text = f"The quay waits\n\n{BODY} [7]\n\n{BODY}\n\n{LIST}"
    manuscript = parse(text)
    assert isinstance(manuscript.blocks[0], Paragraph) and manuscript.blocks[0].text.endswith("[7]")
    assert [(remark.line, remark.text) for remark in manuscript.remarks] == [(3, "[7]")]


def test_a_chart_s_source_stays_where_it_is() -> None:
    text = f"The quay waits\n\n{BODY}\n\nSource: Harbour Board\n\n{BODY} It went on so for years.\n\nSources:\nHarbour Board\nboard.example.org\n"
    manuscript = parse(text)
    assert [one.title for one in manuscript.references] == ["Harbour Board"]
    assert any("Source: Harbour Board" in getattr(block, "text", "") for block in manuscript.blocks)


@pytest.mark.parametrize(
    "heading",
    [
        "Sources:",
        "References",
        "Works Cited",
        "Further reading",
        "Quellen:",
        "Fuentes:",
        "Fontes:",
        "Références",
        "参考资料：",
        "المصادر:",
    ],
)
def test_headings_of_lists_in_many_languages(heading: str) -> None:
    text = f"The quay waits\n\n{BODY}\n\n{BODY}\n\n{heading}\nHarbour Board: Report 2025, https://board.example/r\nInterview, 3 May 2025\n"
    assert len(parse(text).references) == 2


@pytest.mark.parametrize(
    "behind",
    [
        "Correction: An earlier version of this article gave the wrong year.",
        "Mara Lind is a reporter in Oslo.",
        "With reporting by Tom Roe.",
        "Anmerkung der Redaktion: Der Name wurde berichtigt.",
    ],
)
def test_what_stands_behind_the_list_is_text_and_no_source(behind: str) -> None:
    manuscript = parse(
        f"The quay waits\n\n{BODY}\n\nSources:\nHarbour Board\nhttps://board.example/\n\n{behind}\n"
    )
    assert len(manuscript.references) == 1
    last = manuscript.blocks[-1]
    assert isinstance(last, Paragraph) and last.text == behind


def test_contacts_boilerplate_and_rights_are_set_aside_and_kept() -> None:
    text = (
        f"The quay waits\n\n{BODY}\n\n{BODY}\n\nAbout the Board\nThe Board keeps the harbour. It was founded in 1901.\n\n"
        "Media contact:\nPress office\nTel: +45 555 0100\n\n© 2026 Board. All rights reserved.\n\nENDS\n"
    )
    manuscript = parse(text)
    assert len(manuscript.blocks) == 2
    aside = "\n".join(one.text for one in manuscript.set_aside)
    assert all(words in aside for words in ("founded in 1901", "+45 555 0100", "All rights reserved", "ENDS"))


def test_questions_head_sections_but_not_in_an_interview() -> None:
    sections = f"The quay waits\n\n{BODY}\n\nWho pays?\n\n{BODY}\n\nWhat next?\n\n{BODY}\n"
    assert [b.text for b in parse(sections).blocks if isinstance(b, Heading)] == ["Who pays?", "What next?"]
    talk = "".join(
        f"{question}\n\n{BODY}\n\n" for question in ("Who pays?", "What next?", "And then?", "Why?")
    )
    assert not [b for b in parse(f"A talk\n\n{BODY}\n\n{talk}").blocks if isinstance(b, Heading)]


def test_numbered_lines_with_text_below_head_sections() -> None:
    text = (
        f"Three quays\n\n{BODY}\n\n1. The old quay\n\n{BODY}\n\n2) The new quay\n\n{BODY}\n\n• one\n• two\n"
    )
    blocks = parse(text).blocks
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["1. The old quay", "2) The new quay"]
    assert isinstance(blocks[-1], Bullets) and len(blocks[-1].items) == 2


def test_a_mail_gives_its_copy_and_nothing_of_who_wrote_to_whom() -> None:
    text = (
        "From: Mara Lind <mara@news.example>\nTo: desk@news.example\nSubject: Fwd: The quay waits\n\nThe quay waits\n\n"
        f"{BODY}\n\nOn Mon, 3 May 2026, Desk <desk@news.example> wrote:\n> Can you call the mayor?\n\nBest,\nMara\n--\nMara Lind | +45 555 0100\n"
    )
    manuscript = parse(text)
    shown = manuscript.headline + "".join(p.text for block in manuscript.blocks for p in passages_of(block))
    assert manuscript.headline == "The quay waits" and len(manuscript.blocks) == 1
    assert not any(word in shown for word in ("@", "mayor", "Best", "555"))


def test_numbers_that_count_reasons_are_no_notes() -> None:
    text = "The council named (1) cost, (2) mud and (3) time as its reasons for the delay of the vote."
    manuscript = parse(
        f"Three reasons\n\n{text}\n\nReferences\n1. Port. https://a.example/a\n2. Mud. https://b.example/b\n"
    )
    assert [passage.text for block in manuscript.blocks for passage in passages_of(block)] == [text]
