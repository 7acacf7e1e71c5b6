from publishing.richtext import build, extract, sanitise


def test_what_importers_build_is_already_in_its_stored_form():
    stored = "".join(
        [
            build.heading(2, build.text("A & B <c>")),
            build.paragraph(
                build.quotation(
                    "q1", build.text("“It works,”"), speaker='an "unnamed" researcher', reference="k1"
                )
                + build.text(" said one of ")
                + build.mention("p1", "Liang & Co")
                + build.text(".")
                + build.citation("k1", "p. 4")
            ),
            build.bullets([build.text("one"), build.text("two")]),
            build.numbered([build.text("one")]),
            build.block_quotation("q2", ["Long", "words"], person="p1", speaker="Liang"),
            build.pull_quote("Short"),
            build.figure("i1", caption="A view", alt='the "view"', size="wide"),
            build.figure("i2", decorative=True),
            build.missing_picture(3, "A chart"),
            build.embed("https://vimeo.com/1"),
        ]
    )
    assert sanitise(stored) == stored


def test_words_stay_words():
    stored = build.paragraph(build.text("<script>alert(1)</script> & more"))
    assert extract(stored).text == "<script>alert(1)</script> & more"
