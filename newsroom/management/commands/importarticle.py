"""Bring files in as articles."""

import logging
import sys
import unicodedata
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing import Options, Outcome, bring_in, digest_of, manuscript_of
from articles.importing.beside import look_through
from articles.importing.reports import as_json, failure_of, in_words, report_of
from articles.importing.sentences import fault_in_words
from articles.models import Article
from manuscripts import ManuscriptError
from masthead.site import Site, site_at
from newsroom.management.prepared import require_database
from profiles.models import Person
from publishing.clock import ImpossibleTime, moment_from_text
from publishing.errors import WorkflowError
from publishing.models import Tag
from publishing.richtext import one_line
from publishing.slugs import SLUG_LENGTH, make_slug

logger = logging.getLogger("newsroom.importing")

LARGEST = 60_000_000
MOST_SHOWN = 40
# Control and format signs, line ends and bytes that are no letters; the joiners are part of how some
# scripts write a name.
STDIN = "-"
UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"


class UnreadableFile(Exception):
    """The system does not hand the file over."""


class Command(BaseCommand):
    help = "Bring files in as articles: Word, Markdown, HTML, mails, text and others, or folders of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a file, a folder of files, or - for what is piped in"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish at once, or at --date if that is to come"
        )
        parser.add_argument(
            "--tag", action="append", default=[], metavar="NAME", help="tag it; the first is the section"
        )
        parser.add_argument("--author", action="append", default=[], metavar="NAME", help="who wrote it")
        parser.add_argument("--person", action="append", default=[], metavar="NAME", help="who it is about")
        parser.add_argument("--date", metavar="WHEN", help="2025-01-27 or 2025-01-27T09:30; needs --publish")
        parser.add_argument("--slug", default="", help="the last part of the web address; for one file")
        parser.add_argument(
            "--next-version-of",
            default="",
            metavar="ARTICLE",
            help="its key, web address or number: the article that this file is a later version of",
        )
        parser.add_argument(
            "--language", default="", help="its language, such as de; else told from the text"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would be made; make nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, one per file")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options)
        require_database()
        site = site_at(timezone.now())
        asked = self._options(options, site)
        with timezone.override(site.zone):
            said = [self._bring_in(name, asked, options) for name in _every_file(options["files"])]
        if not all(said):
            raise SystemExit(1)

    def _bring_in(self, name: str, asked: Options, given: dict[str, Any]) -> bool:
        """Bring one file in and tell of it; whatever is wrong with one never holds up the others."""
        shown = _readable(name)
        try:
            self.stdout.write(self._brought_in(Path(name), shown, asked, given))
        except ManuscriptError as error:
            sentence = fault_in_words(shown, error)
        except (WorkflowError, UnreadableFile) as error:
            sentence = f"{shown}: {error}"
        except Exception:
            # A fault of this program: the log has what mends it, the others are still to be read.
            logger.exception("%s could not be brought in", shown)
            sentence = _("%(name)s: this file could not be brought in. The log says why.") % {"name": shown}
        else:
            return True
        self.stderr.write(sentence)
        if given["json"]:
            self.stdout.write(as_json(failure_of(shown, sentence)))
        return False

    def _brought_in(self, path: Path, shown: str, asked: Options, given: dict[str, Any]) -> str:
        """Bring one file in, all or nothing, and return what is said of it."""
        data = sys.stdin.buffer.read(LARGEST + 1) if str(path) == STDIN else _bytes_of(path)
        manuscript = manuscript_of(data, path.name, language=asked.language)
        bring = partial(
            bring_in,
            manuscript,
            digest=digest_of(data),
            name=_readable(path.name),
            options=asked,
            pictures=look_through(manuscript),
        )
        with transaction.atomic():
            outcome = _once(bring, digest_of(data))
            if given["dry_run"]:
                outcome.status = f"would be {outcome.status}"
                transaction.set_rollback(True)
            if given["json"]:
                return as_json(report_of(shown, outcome))
            return "\n".join(in_words(shown, outcome))

    def _check(self, given: dict[str, Any]) -> None:
        if given["slug"] and len(given["files"]) > 1:
            raise CommandError(
                ngettext(
                    "--slug is for one file, and %(count)d was given.",
                    "--slug is for one file, and %(count)d were given.",
                    len(given["files"]),
                )
                % {"count": len(given["files"])}
            )
        if given["next_version_of"] and len(given["files"]) > 1:
            raise CommandError(_("--next-version-of is for one file."))
        if given["date"] and not given["publish"]:
            raise CommandError(_("--date says when to publish, so it needs --publish."))

    def _options(self, given: dict[str, Any], site: Site) -> Options:
        return Options(
            publish=given["publish"],
            is_trial=given["dry_run"],
            language=given["language"],
            usual_language=site.language,
            zone=site.zone,
            tags=tuple(_name("--tag", name, Tag) for name in given["tag"]),
            authors=tuple(_name("--author", name, Person) for name in given["author"]),
            people=tuple(_name("--person", name, Person) for name in given["person"]),
            date=_date(given["date"], site.zone),
            slug=_slug(given["slug"]),
            next_version_of=_article(given["next_version_of"]),
        )


def _every_file(given: list[str]) -> Iterator[str]:
    """Yield the files that were named, and those in folders that were, in order; hidden ones are left out."""
    for name in given:
        path = Path(name)
        if name == STDIN or not path.is_dir():
            yield name
            continue
        for inside in sorted(path.rglob("*")):
            parts = inside.relative_to(path).parts
            if inside.is_file() and not any(part.startswith((".", "~$")) for part in parts):
                yield str(inside)


def _once(bring: Callable[[], Outcome], digest: str) -> Outcome:
    """Bring a manuscript in; if another process did in between, report what it made."""
    try:
        return bring()
    except IntegrityError:
        if not Article.objects.filter(imported_digest=digest).exists():
            raise
        return bring()


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = _("the file cannot be read (%(reason)s).") % {"reason": reason}
        raise UnreadableFile(problem) from error


def _readable(name: str) -> str:
    """Return a file's name as it can be written anywhere: bytes that are no letters are marked as such."""
    return one_line(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _name(option: str, given: str, model: type[Person] | type[Tag]) -> str:
    """Return a name with its blanks tidied; refuse what cannot be one."""
    if any(unicodedata.category(sign) in UNPRINTABLE and sign not in JOINERS for sign in given):
        shown = "".join(sign if sign.isprintable() else "�" for sign in given)[:MOST_SHOWN]
        raise CommandError(
            _("%(option)s: “%(name)s” has a character that cannot be printed. Write the name without it.")
            % {"option": option, "name": shown}
        )
    name = " ".join(given.split())
    if not any(sign.isalnum() or unicodedata.category(sign)[0] == "S" for sign in name):
        raise CommandError(_("%(option)s needs a name.") % {"option": option})
    most = model._meta.get_field("name").max_length or len(name)
    if len(name) > most:
        raise CommandError(
            ngettext(
                "%(option)s: the name “%(name)s…” has %(count)d character and may have %(most)d at most.",
                "%(option)s: the name “%(name)s…” has %(count)d characters and may have %(most)d at most.",
                len(name),
            )
            % {"option": option, "name": name[:MOST_SHOWN], "count": len(name), "most": most}
        )
    return name


def _date(text: str | None, zone: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    try:
        return moment_from_text(text, zone=zone)
    except ImpossibleTime as error:
        raise CommandError(f"--date: {error}") from error


def _article(given: str) -> Article | None:
    """Return the article somebody means by its key, its number, or an address of it."""
    if not given:
        return None
    name = urlsplit(given).path.removesuffix("/change/").strip("/").rsplit("/", 1)[-1]
    meant = Q(key=name) | Q(slug=name) | Q(addresses__slug=name)
    meant |= Q(pk=int(name)) if name.isascii() and name.isdecimal() and len(name) < 10 else Q()
    found = list(Article.objects.out_of_bin().filter(meant).distinct()[:2])
    if len(found) != 1:
        raise CommandError(_("--next-version-of: no article is known as “%(name)s”.") % {"name": given})
    return found[0]


def _slug(text: str) -> str:
    if len(text) > SLUG_LENGTH:
        raise CommandError(
            ngettext(
                "--slug has %(count)d character and may have %(most)d at most.",
                "--slug has %(count)d characters and may have %(most)d at most.",
                len(text),
            )
            % {"count": len(text), "most": SLUG_LENGTH}
        )
    if text and make_slug(text) != text:
        raise CommandError(
            _("--slug may have small letters, digits and single hyphens only, for example %(example)s.")
            % {"example": make_slug(text) or "deepseek-r1"}
        )
    return text
