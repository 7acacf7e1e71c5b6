"""Admin forms used as a browser would: opened, changed, sent with everything else as it was."""

from typing import Any

import lxml.html
from django.test import Client

from tests.factories import make_user


class AdminPage:
    """A colleague logged in, with an open page."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user)

    def open(self, url: str) -> Any:
        """Return a page, which must be there."""
        answer = self.client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer

    def form(self, url: str) -> dict[str, Any]:
        """Return everything the page's form would send."""
        return self.form_on(self.open(url))

    def form_on(self, answer: Any) -> dict[str, Any]:
        """Return everything the form of a page that is open would send."""
        page = lxml.html.fromstring(answer.content.decode())
        form = page.xpath('//div[@id="content-main"]//form[@method="post"]')[0]
        empty = form.xpath('.//input[@name and not(@value) and not(@type="file")]')
        values: dict[str, Any] = {
            field.get("name"): [""] for field in empty if field.get("type") not in ("checkbox", "radio")
        }
        for name, value in form.form_values():
            # Browsers drop the line break that follows the tag of a text area.
            if name != "csrfmiddlewaretoken":
                values.setdefault(name, []).append(value.removeprefix("\n"))
        return values

    def send(self, url: str, form: dict[str, Any] | None = None, /, **changes: Any) -> Any:
        """Send a form with some fields changed, and follow where it leads."""
        data = (self.form(url) if form is None else dict(form)) | changes
        return self.client.post(url, data, follow=True)

    def buttons(self, url: str) -> set[str]:
        """Return the words on the buttons of a form."""
        page = lxml.html.fromstring(self.open(url).content.decode())
        rows = '//div[contains(@class, "submit-row") or contains(@class, "verbs")]'
        kinds = "self::a or self::button or self::input"
        found = page.xpath(
            f'{rows}//*[({kinds}) and not(@id="panel-button") and not(starts-with(@href, "#"))]'
        )
        return {(element.text_content() or element.get("value", "")).strip() for element in found}

    def said(self, answer: Any) -> str:
        """Return the messages on top of a page."""
        return " ".join(str(message) for message in answer.context["messages"])


def staff_without_rights() -> Any:
    """Make somebody who may log in and do nothing."""
    user = make_user("reporter")
    user.groups.clear()
    return user


def change_url(obj: Any, page: str = "change") -> str:
    """Return an admin address of one object."""
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{page}/"
