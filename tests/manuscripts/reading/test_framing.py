"""An embargo is found wherever it frames a text: in a subject, a headline, above Markdown, at the end."""

import pytest

from manuscripts.formats.readers import read_any

BODY = (
    "The lock jammed on Tuesday and it was a long time until anybody came to see.\n\n"
    "Then somebody came to see it, and it was mended by the office.\n"
)
MAIL = "From: a@b.example\nTo: c@d.example\nSubject: {}\nMIME-Version: 1.0\n\nLock mended after a night\n\n"
FRONT = "---\ntitle: Lock mended\n{}\n---\n\n"
SIX = "2026-05-04T06:00+00:00"


@pytest.mark.parametrize(
    ("name", "above", "below", "moment"),
    [
        ("a.eml", MAIL.format("EMBARGOED until 6 am GMT, 4 May 2026: Lock mended"), "", SIX),
        ("a.eml", MAIL.format("EMBARGOED: Lock mended"), "", ""),
        ("a.md", FRONT.format("embargo: 2026-05-04T06:00:00Z"), "", "2026-05-04T06:00:00Z"),
        ("a.md", FRONT.format("embargoed_until: 4 May 2026, 06:00 GMT"), "", SIX),
        ("a.md", FRONT.format("embargo: true"), "", ""),
        ("a.txt", "Lock mended (embargoed until 06:00 GMT 4 May 2026)\n\n", "", SIX),
        ("a.txt", "EMBARGO 4 May 2026 06:00 GMT - Lock mended\n\n", "", SIX),
        ("a.txt", "Lock mended after a night\n\n", "\nSperrfrist: 4. Mai 2026, 6 Uhr\n", "2026-05-04T06:00"),
        (
            "a.txt",
            "Lock mended after a night\n\n",
            "\nENDS\n\nNote to editors: This release is embargoed until 06:00 GMT on 4 May 2026.\n",
            SIX,
        ),
    ],
)
def test_wherever_it_stands_it_is_found_and_said(name: str, above: str, below: str, moment: str) -> None:
    manuscript = read_any((above + BODY + below).encode(), name)
    assert manuscript.embargo is not None and manuscript.embargo.moment == moment
    assert manuscript.headline.startswith("Lock mended") and "mbargo" not in manuscript.headline.lower()
    assert any(remark.notice.startswith("embargo") for remark in manuscript.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "EMBARGO ON GRAIN ENDS 4 MAY 2026\n\n" + BODY,
        "Embargo 2026: what it means for the farms of the north\n\n" + BODY,
        "Oil: the years\n\n" + BODY + "\nEmbargo on oil: 17 October 1973\n\nIt ended in 1974.\n",
        MAIL.format("Oil embargo: what it means") + BODY,
        FRONT.format("embargo: false") + BODY,
        "Lock mended (again)\n\n" + BODY + "\nThe embargo of 4 May 2026 was lifted by noon.\n",
    ],
)
def test_a_text_about_an_embargo_is_under_none(text: str) -> None:
    assert read_any(text.encode(), "a.md" if text.startswith("---") else "a.txt").embargo is None


def test_a_sentence_at_the_end_stays_in_the_text() -> None:
    note = "This release is embargoed until 06:00 GMT on 4 May 2026."
    manuscript = read_any(f"Lock mended\n\n{BODY}\n{note}\n".encode(), "a.txt")
    assert note in str(manuscript.blocks) and manuscript.embargo is not None
