"""How pages look that ask nothing of the database: kept in a file, written whenever the newsroom changes."""

import json
import logging
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape

from masthead.site import Site, site_to_begin_with

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PlainLook:
    """A page with a place for its title and one for all else, and the language it is in."""

    language: str
    page: str

    def filled(self, *, title: str, main: str) -> str:
        """Return the page with something on it."""
        return Template(self.page).safe_substitute(title=conditional_escape(title), main=main)


def path() -> Path:
    """Return the file the look is kept in."""
    return Path(settings.DATA_DIR) / "plain-look.json"


def keep_look(site: Site) -> None:
    """Keep how plain pages look; without room or a sound template for it, those go on as they were."""
    aside = path().with_name(f".plain-look.{secrets.token_hex(8)}.part")
    try:
        made = _made(site)
        try:
            aside.write_text(json.dumps(asdict(made)), encoding="utf-8")
            aside.replace(path())
        finally:
            aside.unlink(missing_ok=True)
    except (OSError, TemplateSyntaxError):
        logger.warning("The look of plain pages could not be kept.", exc_info=True)


def look() -> PlainLook:
    """Return the look that was kept, or the one that comes with the program."""
    try:
        kept = json.loads(path().read_text(encoding="utf-8"))
        found = PlainLook(language=str(kept["language"]), page=str(kept["page"]))
    except (OSError, ValueError, LookupError, TypeError):
        # There is none yet, or it is damaged: what says that something is wrong must not fail too.
        return _made(site_to_begin_with())
    if "$main" in found.page and translation.check_for_language(found.language):
        return found
    return _made(site_to_begin_with())


def _made(site: Site) -> PlainLook:
    context = {"name": site.name.replace("$", "$$"), "accent": site.accent}
    with translation.override(site.language):
        return PlainLook(language=site.language, page=render_to_string("plain_look.html", context))
