"""A form of a page, sent back as a browser without scripts would."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area, self.selecting = "", ""
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("method", "").lower() == "post" and given.get("id", "").endswith(
                "_form"
            )
        name = given.get("name", "")
        if not self.is_inside:
            return
        if tag == "input" and name and given.get("type", "text") not in ("submit", "button", "file"):
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", "on" if is_box else ""))
        elif tag == "textarea" and name:
            self.area = name
            self.sent.setdefault(name, [""])
        elif tag == "select":
            self.selecting = name
        elif tag == "option" and self.selecting and "selected" in given:
            self.sent.setdefault(self.selecting, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.selecting = ""
        elif tag == "form":
            self.is_inside = False


def filled(page: str) -> dict[str, list[str] | str]:
    """Return what the admin's form on this page sends."""
    reading = _Fields()
    reading.feed(page)
    return {name: values[0] if len(values) == 1 else values for name, values in reading.sent.items()}
