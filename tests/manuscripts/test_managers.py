"""What citation managers keep in documents."""

import base64
import gzip
import json

import pytest
from lxml import etree

from manuscripts.citing import from_csl
from manuscripts.citing.managers import citavi, endnote, mendeley, sources_of_word, zotero

ITEM = {"type": "book", "title": "Tides", "author": [{"family": "Berg", "given": "J."}]}
FIELD = {
    "citationItems": [
        {"itemData": ITEM, "locator": "2", "label": "page"},
        {"itemData": {"title": "Winds"}, "locator": "3", "label": "chapter"},
        {"itemData": {"title": "Sands"}, "locator": "4-9"},
        {"id": 9},
    ]
}
ENDNOTE = """<EndNote><Cite><Author>Berg</Author><Year>2013</Year><Pages>12</Pages><record>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Berg, Jonas</style></author></authors></contributors>
<titles><title><style>Ferries and fire</style></title>
<secondary-title>Safety Letters</secondary-title></titles>
<pages>5-9</pages><volume>3</volume><number>1</number><isbn>1234-5678</isbn>
<dates><year>2013</year></dates><electronic-resource-num>10.5555/sl.3.5</electronic-resource-num>
</record></Cite></EndNote>"""
WORD = b"""<?xml version="1.0"?>
<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>Ber13</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Title>Ferries and fire</b:Title>
<b:JournalName>Safety Letters</b:JournalName><b:Year>2013</b:Year><b:Month>May</b:Month><b:Day>3</b:Day>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Berg</b:Last><b:First>Jonas</b:First></b:Person></b:NameList>
</b:Author><b:Editor><b:NameList><b:Person><b:Last>Tamm</b:Last></b:Person></b:NameList></b:Editor></b:Author>
</b:Source></b:Sources>"""


@pytest.mark.parametrize("field", ["ADDIN ZOTERO_ITEM CSL_CITATION", "ADDIN CSL_CITATION"])
def test_zotero_and_mendeley(field):
    found = zotero(f" {field} {json.dumps(FIELD)} \\* MERGEFORMAT ")
    assert [(item["title"], place) for item, place in found] == [
        ("Tides", "p. 2"),
        ("Winds", "chapter 3"),
        ("Sands", "pp. 4-9"),
    ]


def test_mendeley_cite():
    tag = "MENDELEY_CITATION_v3_" + base64.b64encode(json.dumps(FIELD).encode()).decode()
    assert [item["title"] for item, _place in mendeley(tag)] == ["Tides", "Winds", "Sands"]


@pytest.mark.parametrize("packed", [False, True])
def test_endnote(packed):
    data = base64.b64encode(ENDNOTE.encode()).decode() if packed else ENDNOTE
    ((item, place),) = endnote(f" ADDIN EN.CITE {data}")
    source = from_csl(item)
    assert (source.title, source.container, source.authors[0].family) == (
        "Ferries and fire",
        "Safety Letters",
        "Berg",
    )
    assert (source.volume, source.issue, source.pages, source.issued) == ("3", "1", "5–9", "2013")
    assert (source.doi, source.isbn, place) == ("10.5555/sl.3.5", "", "12")


@pytest.mark.parametrize("zipped", [False, True])
def test_citavi(zipped):
    entry = {
        "PageRange": {"OriginalString": "4"},
        "Reference": {
            "ReferenceType": "Book",
            "Title": "Tides",
            "Year": "2013",
            "Authors": [{"LastName": "Berg", "FirstName": "Jonas"}],
            "Publishers": [{"Name": "Harbour Press"}],
        },
    }
    data = json.dumps({"Entries": [entry]}).encode()
    code = base64.b64encode(gzip.compress(data) if zipped else data).decode()
    ((item, place),) = citavi(f"ADDIN CitaviPlaceholder{{{code}}}")
    source = from_csl(item)
    assert (source.title, source.publisher, source.issued, place) == (
        "Tides",
        "Harbour Press",
        "2013",
        "p. 4",
    )


def test_word():
    source = from_csl(sources_of_word(etree.fromstring(WORD))["Ber13"])
    assert (source.title, source.container, source.issued) == (
        "Ferries and fire",
        "Safety Letters",
        "2013-05-03",
    )
    assert [author.family for author in source.authors] == ["Berg"]


@pytest.mark.parametrize(
    "text", ["", "ADDIN CSL_CITATION {", "CSL_CITATION " + "{" * 100_000, "{}", "\x00" * 9]
)
def test_what_cannot_be_read_is_nothing(text):
    assert zotero(text) == endnote(text) == citavi(text) == mendeley(text) == ()


def test_an_entity_bomb_is_not_opened():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><EndNote>&a;</EndNote>'
    assert endnote(bomb) == ()
