"""Documents made by hand, part by part, as small as what is asked of them."""

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="m" xmlns:v="v" xmlns:mc="mc" xmlns:wp="wp" xmlns:a="a" xmlns:o="o"'
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def zipped(parts: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """Return a zip file of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def r(text: str, properties: str = "") -> str:
    """Return a run of Word's."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of Word's; without a tag its words are one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = inner if inner.startswith("<") or not inner else r(inner)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def code(instruction: str, words: str) -> str:
    """Return a field of Word's with its code and its result."""

    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    said = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{sign('begin')}{said}{sign('separate')}{r(words)}{sign('end')}"


def docx(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: bytes | str) -> bytes:
    """Return a Word document; `relations` leads from an id to its kind and its target."""
    outside = ' TargetMode="External"'
    rels = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{outside * (":" in target)}/>'
        for id, (kind, target) in (relations or {}).items()
    )
    named: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>",
    }
    for name, part in parts.items():
        if isinstance(part, str):
            part = f"<w:{name} {SPACES}>{part}</w:{name}>"
            named[f"word/{name}.xml"] = part
        else:
            named[f"word/media/{name}.png"] = part
    return zipped(named)
