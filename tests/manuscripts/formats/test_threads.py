"""Mails that answer or hand on others: the copy, and nothing of whoever wrote to whom."""

import pytest

from manuscripts.formats.readers import read_any
from manuscripts.manuscript import texts_of

COPY = "The town will rebuild its harbour wall within three years, the council decided on Tuesday."
OUTLOOK = "________________________________\nFrom: Jane Doe <jane@example.com>\nSent: Tuesday\nTo: Ed\nSubject: Wall\n\n"
GMAIL = """<div dir="ltr">Please use.<br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>
From: Jane Doe &lt;jane@example.com&gt;</div><br><div><p>{}</p></div></div></div>"""
MARKED = """<div>Please use.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Jane Doe
&lt;jane@example.com&gt;</div><div><p>{}</p></div>"""


WORDS = """<div class="WordSection1">{}<div><div style="border-top:solid 1pt"><p><b>From:</b> Jane Doe &lt;jane@example.com&gt;<br>
<b>Sent:</b> Monday<br><b>To:</b> Ed<br><b>Subject:</b> Wall</p></div></div><p>{}</p></div>"""


def mail(subject: str, body: str, kind: str = "text/plain") -> bytes:
    head = f"From: Ed <ed@example.com>\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n\n"
    return (head + body).replace("\n", "\r\n").encode()


def words(data: bytes) -> str:
    return "\n".join(text for block in read_any(data, "a.eml").blocks for text in texts_of(block))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"Please use.\n\n{OUTLOOK}{COPY}\n", "text/plain"),
        (
            f"Begin forwarded message:\n\n> From: Jane Doe <jane@example.com>\n> Subject: Wall\n>\n> {COPY}\n",
            "text/plain",
        ),
        (GMAIL.format(COPY), "text/html"),
        (MARKED.format(COPY), "text/html"),
        (WORDS.format("<p>Please use.</p>", COPY), "text/html"),
        (WORDS.format("", COPY), "text/html"),
    ],
    ids=["Outlook", "Apple", "Gmail", "Outlook on the web", "Outlook as HTML", "without a word"],
)
def test_a_mail_handed_on_is_the_copy(body: str, kind: str) -> None:
    data = mail("Fwd: Harbour town votes to rebuild its wall", body, kind)
    assert COPY in words(data)
    assert "example.com" not in words(data)
    assert any("Please use." in one.text or "jane@" in one.text for one in read_any(data, "a.eml").set_aside)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"{COPY}\n\nOn Monday, Ed wrote:\n> When will it come?\n", "text/plain"),
        (
            f"<p>{COPY}</p><div class='gmail_quote'><div>On Monday, Ed wrote:</div><p>When will it come?</p></div>",
            "text/html",
        ),
        (f"<blockquote type='cite'>When will it come?</blockquote><p>{COPY}</p>", "text/html"),
        (
            WORDS.format(
                f"<p>{COPY}</p><p>Kind regards,</p><p>Jane, +44 7700 900000</p>", "When will it come?"
            ),
            "text/html",
        ),
    ],
    ids=["text", "above", "below", "words"],
)
def test_an_answer_is_the_copy_and_what_it_answers_is_kept_aside(body: str, kind: str) -> None:
    data = mail("Re: Wall", body, kind)
    assert COPY in words(data)
    assert "When will it come?" not in words(data)
    assert "7700" not in words(data)
    assert any("When will it come?" in one.text for one in read_any(data, "a.eml").set_aside)


def test_a_mail_attached_to_an_empty_one_is_the_copy() -> None:
    inner = f"From: Jane <jane@example.com>\nSubject: Wall\nContent-Type: text/plain\n\n{COPY}\n"
    body = f"--m\nContent-Type: text/plain\n\n--m\nContent-Type: message/rfc822\n\n{inner}\n--m--\n"
    assert COPY in words(mail("Fwd: Wall", body, 'multipart/mixed; boundary="m"'))


def test_bare_words_behind_the_mark_of_an_older_mail_are_set_aside() -> None:
    body = (
        f"<p>Harbour town votes</p><p>{COPY}</p><p>{COPY}</p>"
        '<div id="divRplyFwdMsg">From: Jane Doe</div>Call me before noon.<br>Nobody else knows of it.'
    )
    read = read_any(mail("Wall", body, "text/html"), "a.eml")
    kept = "\n".join(text for block in read.blocks for text in texts_of(block))
    aside = "\n".join(one.text for one in read.set_aside)
    assert COPY in kept
    for said in ("Call me before noon.", "Nobody else knows of it."):
        assert said not in kept and said in aside
