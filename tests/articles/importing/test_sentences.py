"""Every fault and every notice of a manuscript has its sentence."""

import pytest

from articles.importing.sentences import COUNTED, OF_SITES, fault_in_words, remark_in_words
from manuscripts import Fault, ManuscriptError, Notice, Remark

VALUES = {
    Fault.TOO_BIG: {"most": 50},
    Fault.DOCUMENT: {"kind": "PDF"},
    Fault.LONG_HEADLINE: {"count": 201, "most": 200},
}


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_names_the_file_and_the_line(fault: Fault) -> None:
    values = VALUES.get(fault, {})
    sentence = fault_in_words("notes.txt", ManuscriptError(fault, line=3, **values))
    assert sentence.startswith("notes.txt, line 3: ")
    assert sentence.endswith(".")
    assert "%" not in sentence
    assert all(str(value) in sentence for value in values.values())


@pytest.mark.parametrize("notice", COUNTED)
def test_what_was_left_out_is_counted(notice: Notice) -> None:
    one, two = (remark_in_words(Remark(notice, 0, count)) for count in ("1", "2"))
    assert one.startswith("1 ") and two.startswith("2 ") and one.removeprefix("1") != two.removeprefix("2")


@pytest.mark.parametrize(
    "notice", [notice for notice in Notice if notice not in COUNTED | OF_SITES | {Notice.RUNNING_HEAD}]
)
def test_a_notice_names_the_line_and_its_words(notice: Notice) -> None:
    sentence = remark_in_words(Remark(notice, 3, "100 % of it"))
    assert sentence.startswith("Line 3")
    assert "“100 % of it”" in sentence


@pytest.mark.parametrize("notice", sorted(OF_SITES - {Notice.BY_MAIL_ONLY}))
def test_a_notice_of_an_export_names_its_words_and_no_line(notice: Notice) -> None:
    sentence = remark_in_words(Remark(notice, 0, "100 % of it"))
    assert "“100 % of it”" in sentence and "ine 0" not in sentence


def test_a_place_that_nobody_knows_is_not_named() -> None:
    sentence = remark_in_words(Remark(Notice.NOTE_WITHOUT_ADDRESS, 0, "Smith 2001"))
    assert sentence.startswith("This note gives no address") and "Smith 2001" in sentence
