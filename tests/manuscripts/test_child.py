"""A file is read by a child with limits: what becomes of it is a manuscript or one fault."""

from pathlib import Path

import pytest

from manuscripts import Fault, ManuscriptError, child

TEXT = b"A headline\n\nThe first paragraph has some words.\n\nThe second has more.\n"


def fault_of(data: bytes, name: str) -> Fault:
    """Return why a file is not read."""
    with pytest.raises(ManuscriptError) as caught:
        child.convert(data, name)
    return caught.value.fault


def other_program(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Let the child do something a reader of ours never should."""
    program = folder / "limited.py"
    own = child.PROGRAM.read_text()
    ours = 'answer = import_module("manuscripts.answering").answer(data, **said)'
    assert ours in own
    program.write_text(own.replace(ours, body))
    monkeypatch.setattr(child, "PROGRAM", program)


def test_a_text_comes_back_as_a_manuscript() -> None:
    read = child.convert(TEXT, "story.txt")
    assert read.headline == "A headline"
    assert len(read.blocks) == 2


def test_a_fault_comes_back_with_its_values() -> None:
    with pytest.raises(ManuscriptError) as caught:
        child.convert(b"%PDF-1.7 ...", "story.txt")
    assert (caught.value.fault, caught.value.values) == (Fault.REFUSED, {"kind": "pdf"})


def test_a_name_of_any_letters_is_only_a_name() -> None:
    assert child.convert(TEXT, "a\0b/../\n'\"\udcff.txt").headline == "A headline"


def test_a_file_that_is_too_big_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LARGEST_FILE", 10)
    assert fault_of(TEXT, "story.txt") == Fault.TOO_BIG


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("answer = bytearray(2 << 30)", Fault.TOO_MUCH),
        ("answer = (lambda f: f(f))(lambda f: f(f))", Fault.TOO_NESTED),
        ("answer = import_module('os').kill(import_module('os').getpid(), 11)", Fault.DAMAGED),
        ("answer = import_module('socket').create_connection(('127.0.0.1', 9))", Fault.DAMAGED),
        ("answer = import_module('subprocess').run(['true'])", Fault.DAMAGED),
        ("print('x' * 3_000_000); answer = {}", Fault.TOO_MUCH),
        ("answer = {'manuscript': {'is': 'Popen'}}", Fault.DAMAGED),
    ],
)
def test_whatever_a_reader_does_ends_in_one_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, fault: Fault
) -> None:
    other_program(monkeypatch, tmp_path, body)
    monkeypatch.setattr(child, "LARGEST_ANSWER", 2_000_000)
    assert fault_of(TEXT, "story.txt") == fault


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other_program(monkeypatch, tmp_path, "import_module('threading').Event().wait()")
    monkeypatch.setattr(child, "SECONDS", 1)
    assert fault_of(TEXT, "story.txt") == Fault.TOO_SLOW


def test_a_reader_can_write_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    left = tmp_path / "left"
    other_program(monkeypatch, tmp_path, f"answer = open({str(left)!r}, 'w').write('x' * 10_000)")
    assert fault_of(TEXT, "story.txt") == Fault.DAMAGED
    assert not left.exists() or not left.read_text()


def test_a_reader_sees_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    body = "answer = {'fault': 'refused', 'values': {'kind': str(dict(import_module('os').environ))}}"
    other_program(monkeypatch, tmp_path, body)
    with pytest.raises(ManuscriptError) as caught:
        child.convert(TEXT, "story.txt")
    assert caught.value.fault == Fault.REFUSED
    assert "SECRET" not in str(caught.value.values)
