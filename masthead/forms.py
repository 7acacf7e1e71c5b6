"""The form of “Your newsroom”, and the rows of its menu."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.uploads import PictureField
from masthead.colours import ACCENT, NO_COLOUR, check_accent, is_colour, nearest, widened
from masthead.models import MenuItem, Newsroom
from publishing.admin.fields import LinesField
from publishing.admin.forms import ChoiceRow, VersionedForm
from publishing.checks import Reason

PICTURES = ("logo", "logo_dark", "icon")
CRAWLERS = ("lets_search_in", "lets_answers_in", "lets_training_in")


class ColourInput(forms.TextInput):
    """A colour to choose, with those offered that are known to be legible."""

    input_type = "color"
    offered: tuple[str, ...] = (ACCENT,)

    def format_value(self, value: Any) -> str:
        return value or ACCENT

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{name}-offered"
        choice = super().render(name, value, {**(attrs or {}), "list": place}, renderer)
        options = format_html_join("", '<option value="{}"></option>', [(colour,) for colour in self.offered])
        return format_html('{}<datalist id="{}">{}</datalist>', choice, place, options)


def upload(label: Any) -> PictureField:
    """Return a field for a new picture beside the choice of one that is in the library."""
    return PictureField(label=label, required=False)


class NewsroomForm(VersionedForm):
    """What every page shows; whatever is left empty is as the environment says."""

    logo_upload = upload(gettext_lazy("or a new logo"))
    logo_dark_upload = upload(gettext_lazy("or a new logo for dark pages"))
    icon_upload = upload(gettext_lazy("or a new icon"))
    links = LinesField(
        label=gettext_lazy("Your pages elsewhere"),
        one=forms.URLField(assume_scheme="https", max_length=300),
        most=12,
        required=False,
        help_text=gettext_lazy("Addresses of your pages on other sites, one a line."),
    )

    reasons_off = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons your newsroom does not use"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What the checks find and stays when something is published needs one reason from a list. "
            "With all of them chosen here, none is asked for."
        ),
    )

    class Meta:
        model = Newsroom
        fields = (
            "name",
            "tagline",
            *PICTURES,
            "accent",
            "language",
            "time_zone",
            "contact_email",
            "contact_address",
            "links",
            "footer_text",
            *CRAWLERS,
            "security_contact",
            "reasons_off",
            "shows_checklist",
        )
        widgets = {
            "accent": ColourInput,
            "contact_address": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "footer_text": forms.Textarea(attrs={"rows": 3, "cols": 40}),
        }
        error_messages = {"accent": {"max_length": NO_COLOUR}}
        labels = {
            "shows_checklist": gettext_lazy("Show the first steps on the admin's first page"),
            "lets_search_in": gettext_lazy("Let search engines find the site"),
            "lets_answers_in": gettext_lazy("Let AI assistants read pages for answers that link to you"),
            "lets_training_in": gettext_lazy("Let AI companies train their models with your pages"),
            "security_contact": gettext_lazy("Where to write about security"),
        }
        help_texts = {
            "tagline": gettext_lazy("A few words beside the name: what you write about, and for whom."),
            "logo": gettext_lazy(
                "Shown in place of the name. A wide picture with little around it works best."
            ),
            "logo_dark": gettext_lazy(
                "For readers who prefer dark pages. Left empty, the logo is shown to them too."
            ),
            "icon": gettext_lazy("For browser tabs and phones: a simple square of at least 180 pixels."),
            "accent": gettext_lazy(
                "For links, notes and small headings. Dark pages get a lighter shade of it."
            ),
            "contact_email": gettext_lazy("Shown at the foot of every page."),
            "contact_address": gettext_lazy("Shown at the foot of every page."),
            "lets_search_in": gettext_lazy(
                "Without it, search engines that keep to the rules no longer show what stands on your pages."
            ),
            "lets_training_in": gettext_lazy(
                "Without it they are asked not to, in robots.txt and tdmrep.json. Most keep to it; nothing "
                "forces them. They ask again within a day or so, so a change is not seen at once."
            ),
            "security_contact": gettext_lazy(
                "For whoever finds a hole: an e-mail address, or an address with https://. Machines find it "
                "in security.txt; left empty, there is no such file."
            ),
            "footer_text": gettext_lazy("For example who publishes this, and on what terms it may be used."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" not in self.fields:
            return  # somebody who may read this and not change it
        self.fields["name"].help_text = _(
            "Left empty, readers see “%(name)s”, as set up with the software."
        ) % {"name": settings.SITE_NAME}
        languages = dict(settings.LANGUAGES)
        own = languages.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
        self._choose("language", own, sorted(languages.items(), key=lambda pair: str(pair[1])))
        self._choose(
            "time_zone", settings.TIME_ZONE, [(zone, zone) for zone in sorted(available_timezones())]
        )
        self.fields["language"].help_text = _("Of the public pages, and of new articles.")
        self.fields["time_zone"].help_text = _(
            "For times on the public pages, and for colleagues without their own."
        )

    def _choose(self, name: str, from_environment: Any, choices: list[tuple[str, Any]]) -> None:
        empty = _("As set up with the software: %(value)s") % {"value": from_environment}
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(label=label, choices=[("", empty), *choices], required=False)

    def clean_accent(self) -> str:
        """Keep nothing where our own colour was chosen, so that it goes on following ours."""
        accent: str = widened(self.cleaned_data["accent"].lower())
        if accent in ("", ACCENT):
            return ""
        try:
            check_accent(accent)
        except ValidationError:
            if is_colour(accent):
                self.fields["accent"].widget.offered = (nearest(accent, "light"), ACCENT)
            raise
        return accent


class MenuRow(ChoiceRow):
    """One entry of the menu; the table's own constraints say what it needs."""

    class Meta:
        model = MenuItem
        fields = ("position", "label", "tag", "page", "address")

    def validate_constraints(self) -> None:
        """Compare with what the table demands; no other row matters to it."""
        forms.ModelForm.validate_constraints(self)
