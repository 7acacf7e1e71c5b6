"""An embargo is read with its zone, and what cannot be read is said rather than guessed."""

import pytest

from manuscripts import Notice, parse
from manuscripts.reading.embargo import moment_of

TEXT = "The mill opens again\n\nThe old mill on the Marsh opens again in May, with two new wheels and a school for millers, its owner said.\n"


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("EMBARGOED UNTIL 09:00 CET, MONDAY 3 FEBRUARY 2031", "2031-02-03T09:00+01:00"),
        ("Embargo: 00.01 GMT, 12 May 2026", "2026-05-12T00:01+00:00"),
        ("STRICTLY EMBARGOED until 0001 hrs BST 4 June 2026", "2026-06-04T00:01+01:00"),
        ("Not for publication before 6 a.m. ET on March 3, 2026", "2026-03-03T06:00-05:00"),
        ("Embargoed until noon London time, 1 July 2026", "2026-07-01T12:00+01:00"),
        ("Sperrfrist: 14. März 2026, 10 Uhr", "2026-03-14T10:00"),
        ("Sous embargo jusqu’au 14 mars 2026 à 10h30", "2026-03-14T10:30"),
        ("Embargado hasta el 9 de abril de 2026", "2026-04-09"),
        ("Embargo 2026-03-03 18:00 +02:00", "2026-03-03T18:00+02:00"),
        ("Hold until 5/5/2026", "2026-05-05"),
        ("解禁：2031年2月3日 9時", "2031-02-03T09:00"),
        ("2031年2月3日下午3时30分前禁止发布", "2031-02-03T15:30"),
        ("Embargo fino al 3 febbraio 2031 ore 10", "2031-02-03T10:00"),
        ("Embargado hasta el 3 de febrero de 2031, 8 h de la tarde", "2031-02-03T20:00"),
        ("EMBARGO JUSQU'AU MERCREDI 12 MARS 2031 À 00H01 (HEURE DE PARIS)", "2031-03-12T00:01+01:00"),
        ("Embargo hasta las 9:00 (hora de Madrid) del 12 de marzo de 2031", "2031-03-12T09:00+01:00"),
        ("EMBARGADO ATÉ 12 DE MARÇO DE 2031, ÀS 06H00 (HORÁRIO DE BRASÍLIA)", "2031-03-12T06:00-03:00"),
        ("EMBARGO tot 12 maart 2031 om 10 uur", "2031-03-12T10:00"),
        ("Эмбарго до 12 марта 2031 года, 10:00 (мск)", "2031-03-12T10:00+03:00"),
        ("発表解禁：2031年3月12日15時00分（日本時間）", "2031-03-12T15:00+09:00"),
        ("حظر النشر حتى الساعة 10 صباحاً بتوقيت غرينتش يوم 12 مارس 2031", "2031-03-12T10:00+00:00"),
        ("Embargo Date: March 12, 2031 12:01 AM Eastern", "2031-03-12T00:01-04:00"),
        # An hour that is not understood is no midnight, and midnight is either end of its day.
        ("Embargoed until midnight, 12 March 2031", ""),
        ("Sperrfrist: Redebeginn, 12. März 2031", ""),
        ("Embargo hasta las 9:00 (hora de Macondo) del 12 de marzo de 2031", ""),
        ("Embargo until 3 May 2031, nine-ish or 10", ""),
        ("解禁：2031年2月3日 9時半", ""),
        # Words beside a bare date may move its end; a press release's own words do not.
        ("Embargoed until the end of 4 May 2026", ""),
        ("Embargoed until close of business, 4 May 2026", ""),
        ("Sperrfrist: 4. Mai 2026, abends", ""),
        ("Sperrfrist: 4. Mai 2026, nach der Pressekonferenz", ""),
        ("EMBARGOED UNTIL SIX PM 4 MAY 2026", ""),
        ("This report is not for publication before Monday, 4 May 2026", "2026-05-04"),
        ("Sperrfrist: Montag, 4. Mai 2026", "2026-05-04"),
        # When a text was sent is no end of its embargo.
        ("Issued 1 May 2026, not for release until 06:00 4 May 2026", ""),
        ("Issued 1 May 2026, not for release until 06:00 on 4 May", ""),
        ("Embargoed until 4 May 2026 / Sperrfrist: 4. Mai 2026", "2026-05-04"),
        # Which of two days, or which zone, nobody but the sender knows.
        ("Embargoed until 3/4/2026", ""),
        ("Embargoed until 09:00 XYZ, 3 May 2026", ""),
        ("Embargoed until Monday", ""),
        ("Embargo until 25:00 GMT 3 May 2026 31:99", ""),
    ],
)
def test_the_moment_of_a_line(line: str, moment: str) -> None:
    assert moment_of(line) == moment


def test_an_embargo_above_the_headline_is_kept_and_said() -> None:
    manuscript = parse("PRESS RELEASE\nEmbargoed until 3 May 2026\n\n" + TEXT)
    assert manuscript.headline == "The mill opens again"
    assert manuscript.embargo is not None and manuscript.embargo.moment == "2026-05-03"
    assert {remark.notice for remark in manuscript.remarks} == {Notice.SET_ASIDE, Notice.EMBARGO}
    unread = parse("Embargoed until further notice\n\n" + TEXT)
    assert unread.embargo is not None and unread.embargo.moment == ""
    assert [remark.notice for remark in unread.remarks] == [Notice.EMBARGO_UNREAD]


def test_a_headline_about_an_embargo_is_the_headline() -> None:
    manuscript = parse("Embargo on arms: what 2031 brings\n\n" + TEXT)
    assert manuscript.embargo is None and manuscript.headline == "Embargo on arms: what 2031 brings"


def test_a_sentence_about_an_embargo_is_none() -> None:
    text = "Oil embargo holds\n\nThe embargo on oil that began in 1973 held until March of the year after, and changed how people drove.\n\nIt ended.\n"
    manuscript = parse(text)
    assert manuscript.embargo is None and manuscript.headline == "Oil embargo holds"


@pytest.mark.parametrize(
    "line",
    [
        "This report is embargoed until 10:00 CEST on 5 May 2031.",
        "TRANSMISSION OF THIS NEWS RELEASE IS EMBARGOED UNTIL 8:30 A.M. (ET) WEDNESDAY, MARCH 12, 2031",
        "FOR RELEASE: 10:00 A.M. (EST), WEDNESDAY, MARCH 5, 2031",
        "Do not publish before 12 March 2031 at 10:00 GMT",
        "Не публиковать до 12 марта 2031 г. 09:00 МСК",
        "发布时间：2031年3月12日10:00（北京时间）前禁止发布",
        "محظور النشر حتى 12 مارس 2031 الساعة 10:00",
    ],
)
def test_a_line_above_the_headline_that_holds_the_text_back(line: str) -> None:
    manuscript = parse(f"{line}\n\n{TEXT}")
    assert manuscript.embargo is not None
    assert manuscript.embargo.moment
    assert manuscript.headline == "The mill opens again"


def test_an_embargo_on_goods_is_a_headline() -> None:
    headline = "EU extends embargo on Russian oil until 31 July 2031"
    manuscript = parse(f"{headline}\n\n{TEXT}")
    assert (manuscript.headline, manuscript.embargo) == (headline, None)


@pytest.mark.parametrize(
    ("first", "second", "moment"),
    [
        ("Embargoed until 5 May 2026", "Not for release before 4 May 2026", "2026-05-05"),
        ("Embargoed until 4 May 2026", "Not for release before 5 May 2026", "2026-05-05"),
        ("Embargoed until further notice", "Not for release before 5 May 2026", ""),
    ],
)
def test_of_two_embargoes_the_stricter_holds(first: str, second: str, moment: str) -> None:
    for text in (f"{first}\n{second}\n\n{TEXT}", TEXT.replace("\n\n", f"\n{first}\n{second}\n\n", 1)):
        manuscript = parse(text)
        assert manuscript.embargo is not None and manuscript.embargo.moment == moment


def test_an_embargo_among_lines_that_are_set_aside_holds() -> None:
    manuscript = parse(
        TEXT
        + "\nIts wheels turn by day, and its stones were cut in the quarry that lies behind the hill, he said.\n"
        + "\nNotes to editors\nContact: press@mill.example\nThis release is embargoed until 00:01 on 5 May 2026.\n"
    )
    assert manuscript.embargo is not None and manuscript.embargo.moment == "2026-05-05T00:01"
    assert Notice.EMBARGO in {remark.notice for remark in manuscript.remarks}


def test_a_sentence_whose_end_is_not_certain_still_holds_a_text_back() -> None:
    manuscript = parse(TEXT + "\nThis release is embargoed until the end of 4 May 2026.\n")
    assert manuscript.embargo is not None and manuscript.embargo.moment == ""
