"""The pages readers expect of every newsroom, begun: headings, and in square brackets what belongs there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pages.models import Page, PageAddress
from publishing.bases import Payload
from publishing.richtext import build


@dataclass(frozen=True)
class StartingPoint:
    """One such page; its name is its web address too. Each section is a heading and its paragraphs."""

    name: str
    title: Any
    summary: Any
    sections: Sequence[tuple[Any, ...]]

    def payload(self, *, language: str) -> Payload:
        """Return what its form begins with, in the language the newsroom writes in."""
        with translation.override(language):
            return {
                "title": str(self.title),
                "summary": str(self.summary),
                "slug": self.name,
                "body": "".join(_section(*section) for section in self.sections),
            }


def _section(heading: Any, *paragraphs: Any) -> str:
    texts = [build.paragraph(build.text(str(words))) for words in paragraphs]
    return build.heading(2, build.text(str(heading))) + "".join(texts)


ABOUT = StartingPoint(
    name="about",
    title=_("About us"),
    summary=_("Who we are, what we publish and who pays for it."),
    sections=(
        (
            _("What we publish"),
            _("[Say in two or three sentences what you report on, for whom, and since when.]"),
        ),
        (
            _("Who we are"),
            _("[Name the editor in charge and those who write here, and link the people who have a page.]"),
        ),
        (
            _("Who owns us and who pays"),
            _("[Say who owns the newsroom, where its money comes from, and what say they have in it.]"),
        ),
        (
            _("How to reach us"),
            _("[Give an e-mail address, or link the page that has all addresses.]"),
        ),
    ),
)

ETHICS = StartingPoint(
    name="ethics",
    title=_("How we work"),
    summary=_("The rules we keep to: sources, independence, fairness, pictures and corrections."),
    sections=(
        (
            _("Sources"),
            _("Our articles name the sources they rest on. Notes in the text lead to them and back."),
            _("[Say when you rely on somebody whose name you do not publish, and who decides it.]"),
        ),
        (
            _("Independence"),
            _("[Say what gifts, journeys and second jobs are ruled out, and how advertising is marked.]"),
        ),
        (
            _("The people we write about"),
            _("[Say when those you write about are heard first, and whose names you leave out.]"),
        ),
        (
            _("Pictures and programs"),
            _("[Say which changes to pictures you allow, and whether programs write or translate texts.]"),
        ),
        (
            _("Corrections"),
            _("What was wrong is put right on the page itself, with the date and what it said before."),
            _("[Say to which address readers can write when they have found a mistake.]"),
        ),
    ),
)

CONTACT = StartingPoint(
    name="contact",
    title=_("Contact"),
    summary=_("How to reach the newsroom, also in confidence, and where to tell us of a mistake."),
    sections=(
        (
            _("The newsroom"),
            _("[Give the e-mail address, the telephone number and the hours at which somebody answers.]"),
        ),
        (
            _("Tell us of a mistake"),
            _("[Give the address for this, and say what to send: the article, and what is wrong in it.]"),
        ),
        (
            _("Write to us in confidence"),
            _("[Say how to reach you without being seen by others, or take this part out.]"),
        ),
        (
            _("Publisher"),
            _("[Give the name and postal address of the publisher, and who is responsible by law.]"),
        ),
    ),
)

PRIVACY = StartingPoint(
    name="privacy",
    title=_("Privacy"),
    summary=_("What is kept when you read this site, for how long, and whom you can ask."),
    sections=(
        (
            _("Reading this site"),
            _("These pages set no cookies, and reading them takes no account."),
            _("[Say what the server or its provider writes down of each visit, and for how long.]"),
        ),
        (
            _("When you write to us"),
            _("[Say what becomes of messages and of the addresses they come from.]"),
        ),
        (
            _("Services of others"),
            _("[Name every other service that learns of visits, or say that there is none.]"),
        ),
        (
            _("Your rights"),
            _("[Say who is responsible for personal data, and how to see it or have it deleted.]"),
        ),
    ),
)

STARTING_POINTS = {point.name: point for point in (ABOUT, ETHICS, CONTACT, PRIVACY)}


def offered() -> list[StartingPoint]:
    """Return those whose page does not exist yet, as a draft or with a past; the bin holds none."""
    taken = {
        slug
        for rows in (Page.objects.out_of_bin(), PageAddress.objects.all())
        for slug in rows.filter(slug__in=STARTING_POINTS).values_list("slug", flat=True)
    }
    return [point for name, point in STARTING_POINTS.items() if name not in taken]
