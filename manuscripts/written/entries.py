"""One source as the words of a footnote, which the reader of entries understands again."""

from calendar import month_name

from manuscripts.manuscript import Mark, MarkKind, Paragraph, SourceLine


def entry_of(source: SourceLine, locator: str = "") -> Paragraph:
    """Return a source as a line, its addresses as links, with the place in it that is meant."""
    if not source.title and not source.authors:
        return Paragraph(source.raw)
    names = "; ".join(_names(source))
    parts = [f"{names}, “{source.title}”" if names and source.title else names or f"“{source.title}”"]
    publisher = "" if source.publisher == source.container else source.publisher
    parts += [_within(source), publisher, _date(source.issued)]
    parts += [f"pp. {source.pages}" if source.pages else "", f"ISBN {source.isbn}" if source.isbn else ""]
    addresses = [f"https://doi.org/{source.doi}" if source.doi else ""]
    addresses += [source.url if "doi.org/" not in source.url or not source.doi else ""]
    # Who published is told apart by this where nothing else says where it is.
    domain = "" if any(addresses) else source.domain
    text = ", ".join(filter(None, [*parts, *addresses, domain]))
    if source.accessed:
        text += f" (accessed {source.accessed})"
    if locator:
        text += f", {locator}"
    return Paragraph(text, marks=tuple(_links(text, addresses)))


def _names(source: SourceLine) -> list[str]:
    names = (author.literal or f"{author.given} {author.family}".strip() for author in source.authors)
    return [name for name in names if name]


def _within(source: SourceLine) -> str:
    container = source.container
    if container and source.volume:
        return f"{container} {source.volume}" + (f" ({source.issue})" if source.issue else "")
    return f"{container}, no. {source.issue}" if container and source.issue else container


def _date(issued: str) -> str:
    year, _, month = issued.partition("-")
    # A year and a month in figures would be a span of pages.
    return f"{month_name[int(month)]} {year}" if len(month) == 2 else issued


def _links(text: str, addresses: list[str]) -> list[Mark]:
    links, begun = [], 0
    for address in filter(None, addresses):
        begun = text.index(address, begun)
        links.append(Mark(MarkKind.LINK, begun, begun + len(address), address))
        begun += len(address)
    return links
