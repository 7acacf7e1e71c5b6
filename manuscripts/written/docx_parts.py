"""The parts of a Word document beside its text: styles, lists, settings, and what leads where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from manuscripts.manuscript import Manuscript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BESIDE = ("styles", "numbering", "settings", "footnotes")
"""The parts that the text's own leads to."""
_OUTSIDE = ("hyperlink",)
_BULLETS = ("•", "◦", "▪")
# The name of a style, what it is based on, what its paragraphs and its letters are like.
_STYLES = (
    ("Title", "Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="48"/>'),
    ("Subtitle", "Subtitle", '<w:spacing w:after="200"/>', '<w:sz w:val="28"/>'),
    ("Byline", "Byline", '<w:spacing w:after="240"/>', ""),
    (
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="30"/>',
    ),
    (
        "Heading2",
        "heading 2",
        '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:sz w:val="26"/>',
    ),
    ("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>', ""),
    ("Caption", "caption", '<w:spacing w:after="240"/>', '<w:sz w:val="20"/>'),
    ("ListParagraph", "List Paragraph", '<w:ind w:left="720"/><w:contextualSpacing/>', ""),
    ("FootnoteText", "footnote text", '<w:spacing w:after="40" w:line="240"/>', '<w:sz w:val="20"/>'),
)


def _parsed(text: str) -> Any:
    return etree.fromstring(text.encode())


def section() -> Any:
    """Return the page: A4 with usual margins."""
    return _parsed(
        f'<w:sectPr xmlns:w="{W}"><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708"'
        ' w:gutter="0"/></w:sectPr>'
    )


def rule() -> Any:
    """Return a line across the page."""
    return _parsed(
        f'<w:pict xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"><v:rect style="width:0;height:1.5pt"'
        ' o:hralign="center" o:hrstd="t" o:hr="t" fillcolor="#a0a0a0" stroked="f"/></w:pict>'
    )


def content_types(media: Iterable[str]) -> Any:
    """Return of which type each part is."""
    endings = sorted({name.rpartition(".")[2] for name in media})
    defaults = "".join(f'<Default Extension="{end}" ContentType="image/{end}"/>' for end in endings)
    parts = {
        "/word/document.xml": f"{_MAIN}.document.main+xml",
        **{f"/word/{name}.xml": f"{_MAIN}.{name}+xml" for name in BESIDE},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return _parsed(
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}</Types>'
    )


def root_relations() -> Any:
    """Return what the package leads to."""
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return _parsed(
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>"
    )


def relations(found: Mapping[tuple[str, str], str]) -> Any:
    """Return what a part leads to."""
    outside = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target={quoteattr(target)}'
        f"{outside * (kind in _OUTSIDE)}/>"
        for (kind, target), id in found.items()
    )
    return _parsed(f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>')


def core(manuscript: Manuscript) -> Any:
    """Return what the file says of itself."""
    said = {
        "dc:title": manuscript.headline,
        "dc:creator": "; ".join(manuscript.byline),
        "dc:description": manuscript.summary,
        "cp:keywords": ", ".join(manuscript.tags),
        "dc:identifier": manuscript.address,
        "dc:language": manuscript.language,
    }
    rows = "".join(f"<{name}>{escape(_plain(value))}</{name}>" for name, value in said.items() if value)
    return _parsed(
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{rows}</cp:coreProperties>'
    )


def _plain(value: str) -> str:
    return "".join(letter for letter in value if letter >= " ")


def app() -> Any:
    """Return which program wrote the file."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return _parsed(f'<Properties xmlns="{space}"><Application>Newsroom</Application></Properties>')


def styles(language: str, direction: str) -> Any:
    """Return the styles, and the language of the text."""
    right = "<w:bidi/>" if direction == "rtl" else ""
    tag = quoteattr(language or "en")
    lang = f"<w:lang w:val={tag} w:eastAsia={tag} w:bidi={tag}/>"
    rows = "".join(
        f'<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
        for id, name, paragraph, letters in _STYLES
        for custom in [' w:customStyle="1"' if id == "Byline" else ""]
    )
    return _parsed(
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
        f'<w:sz w:val="24"/><w:szCs w:val="24"/>{lang}</w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr>{right}<w:spacing w:after="160" w:line="288" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/></w:style>{rows}"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
        '<w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        "<w:rPr>"
        '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def numbering(lists: Sequence[bool]) -> Any:
    """Return the lists of the text: each is one of its own, so that each begins at one."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{''.join(_level(level, ordered=bool(id)) for level in range(9))}</w:abstractNum>"
        for id in (0, 1)
    )
    rows = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(ordered)}"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(9 * ordered)
        )
        + "</w:num>"
        for number, ordered in enumerate(lists, 1)
    )
    return _parsed(f'<w:numbering xmlns:w="{W}">{kinds}{rows}</w:numbering>')


def _level(level: int, *, ordered: bool) -> str:
    kind, text = ("decimal", f"%{level + 1}.") if ordered else ("bullet", _BULLETS[level % 3])
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def settings(language: str) -> Any:
    """Return the settings: which notes are the lines above the notes, and the language."""
    return _parsed(
        f'<w:settings xmlns:w="{W}">'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang w:val={quoteattr(language or 'en')}/></w:settings>"
    )


def footnotes(found: Sequence[Any]) -> Any:
    """Return the notes, with the lines that stand above them."""
    root = _parsed(
        f'<w:footnotes xmlns:w="{W}" xmlns:r="{R}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    root.extend(found)
    return root
