"""Every kind that is refused says how to get its text out."""

import pytest

from articles.importing.reading import manuscript_of
from articles.importing.sentences import fault_in_words
from manuscripts import Fault, ManuscriptError
from manuscripts.formats.kinds import REFUSED


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_refused_kind_has_a_sentence_of_its_own(kind: str) -> None:
    words = fault_in_words("story", ManuscriptError(Fault.REFUSED, line=0, kind=kind))
    assert words.startswith("story: ")
    assert "files of this kind" not in words


@pytest.mark.parametrize("fault", sorted(Fault))
def test_every_fault_has_a_sentence(fault: Fault) -> None:
    values = {"kind": "Word", "count": 300, "most": 200}
    assert "%" not in fault_in_words("story", ManuscriptError(fault, line=0, **values))


@pytest.mark.parametrize("kind", ["wordpress", "ghost", "feed"])
def test_whoever_sends_a_whole_site_is_told_what_brings_it_in(kind: str) -> None:
    words = fault_in_words("site", ManuscriptError(Fault.REFUSED, line=0, kind=kind))
    assert f"importsite {kind}" in words


@pytest.mark.parametrize(("name", "fault"), [("a.docx", Fault.DAMAGED), ("a.txt", Fault.BINARY)])
def test_bytes_that_are_nothing_are_a_damaged_file_of_their_kind(name: str, fault: Fault) -> None:
    with pytest.raises(ManuscriptError) as refused:
        manuscript_of(bytes(range(256)) * 20, name)
    assert refused.value.fault is fault
