"""What a picture's file says of it is offered to whoever puts it into the library, and taken at one press."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.images.samples import encoded, two_halves, with_segments, xmp, xmp_segment
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

WORDS = 'The “old” harbour & <its> "lights"'
SAID = xmp(
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
    f"{WORDS.replace('&', '&amp;').replace('<', '&lt;')}"
    "</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>Ada Ray</rdf:li></rdf:Seq></dc:creator>"
)
STORED = """
from images.models import Image
picture = Image.objects.get()
print([picture.caption, picture.credit, picture.alt])
"""


@pytest.mark.parametrize("width", [390, 1360][: how_many(1, soak=2)])
@pytest.mark.soak
def test_words_of_the_file_are_taken_at_one_press_and_saved(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, site)
    page.goto("/admin/images/image/add/")
    file = with_segments(encoded(two_halves()), xmp_segment(SAID))
    page.get_by_label("File").set_input_files(
        {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": file}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The file says something of this picture.")).to_be_visible()
    caption = page.get_by_label("Caption")
    expect(caption).to_have_value("")
    take = page.locator("#id_caption_helptext").get_by_role("button", name="Use this")
    take.focus()
    page.keyboard.press("Enter")
    expect(caption).to_have_value(WORDS)
    expect(caption).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert site.run(STORED).strip() == str([WORDS, "", ""])
