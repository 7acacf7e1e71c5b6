"""Every word the text editor shows, in the colleague's language."""

from django.utils.translation import gettext as _

Words = dict[str, str]


def tool_words() -> Words:
    """Return the names of what can be done to a text, and the keys that do it."""
    return {
        "toolbar": _("Text"),
        "heading2": _("Heading"),
        "heading2Keys": _("Ctrl Alt 2, or ## and a space"),
        "heading3": _("Smaller heading"),
        "heading3Keys": _("Ctrl Alt 3, or ### and a space"),
        "bold": _("Bold"),
        "boldKeys": _("Ctrl B, or **words**"),
        "italic": _("Italic"),
        "italicKeys": _("Ctrl I, or *words*"),
        "superscript": _("Superscript"),
        "superscriptKeys": _("Ctrl Alt ."),
        "subscript": _("Subscript"),
        "subscriptKeys": _("Ctrl Alt ,"),
        "link": _("Link"),
        "linkKeys": _("Ctrl K"),
        "mention": _("Person"),
        "mentionKeys": "@",
        "citation": _("Source"),
        "citationKeys": _("[[ or Ctrl Shift C"),
        "inlineQuotation": _("Quote"),
        "inlineQuotationKeys": _("mark the words, then type a quotation mark"),
        "figure": _("Picture"),
        "note": _("Note"),
        "noteTitle": _("Private note"),
        "noteKeys": _("Ctrl Alt M"),
        "more": _("More /"),
        "undo": _("Undo"),
        "undoKeys": _("Ctrl Z"),
        "redo": _("Redo"),
        "redoKeys": _("Ctrl Shift Z"),
    }


def block_words() -> Words:
    """Return the names of the blocks in the menu; …Also is what else one may type for them."""
    return {
        "blocks": _("Blocks"),
        "heading2Also": _("h2 title"),
        "heading3Also": _("h3 subheading"),
        "bulletList": _("Bullet list"),
        "bulletListAlso": _("points"),
        "orderedList": _("Numbered list"),
        "orderedListAlso": _("ordered"),
        "blockQuotation": _("Quote block"),
        "pullQuote": _("Pull quote"),
        "figureAlso": _("image photo"),
        "table": _("Table"),
        "embed": _("From elsewhere"),
        "embedAlso": _("embed video post"),
        "horizontalRule": _("Line between sections"),
        "horizontalRuleAlso": _("rule divider"),
        "addRowBefore": _("Row above"),
        "addRowAfter": _("Row below"),
        "addColumnBefore": _("Column before"),
        "addColumnAfter": _("Column after"),
        "deleteRow": _("Remove this row"),
        "deleteColumn": _("Remove this column"),
        "mergeOrSplit": _("Join or part cells"),
        "deleteTable": _("Remove the table"),
    }


def card_words() -> Words:
    """Return what the cards of sources, people, quotations, links and tables say."""
    return {
        "done": _("Done"),
        "open": _("Open"),
        "openNamed": _("Open {name}"),
        "sourceNumber": _("Source {number}: {name}"),
        "confidential": _("confidential"),
        "confidentialSource": _("Confidential source, not shown to readers: {name}"),
        "confidentialAbout": _("Confidential source, not shown to readers"),
        "confidentialCount": _("Confidential sources, which readers do not see: {count}"),
        "goneSource": _("This source is not there any more"),
        "goneSourceTitle": _("A source that is not there any more"),
        "sourceOfNumber": _("Source {number}"),
        "citedHere": _("cited {count} × here"),
        "waitingMark": _("note"),
        "waitingNote": _("Note that waits for its source: {words}"),
        "waitingAbout": _("Note that waits for its source"),
        "waitingTitle": _("As it was pasted"),
        "waitingMake": _("Make a source of it"),
        "waitingChoose": _("Choose a source…"),
        "anotherSource": _("Another source…"),
        "sourcesTitle": _("Sources, as readers will see them"),
        "linkedPerson": _("Linked person"),
        "anotherPerson": _("Another person…"),
        "unlinkPerson": _("Remove the link"),
        **quotation_words(),
        **link_words(),
        "tableTitle": _("Table"),
        "tableRows": _("Rows, the header row among them"),
        "tableColumns": _("Columns"),
        "tableHelp": _(
            "The first row is always the header: it names the columns. Rows and columns can be added and "
            "removed later under More."
        ),
        "tableRefused": _("A table has 1 to 100 rows and 1 to 20 columns."),
    }


def quotation_words() -> Words:
    """Return what is asked of a quotation: whose words they are, and where they are from."""
    return {
        "quotation": _("Quotation"),
        "quotationParts": _("Quotation in several parts: {count}. All change together"),
        "whoSpeaks": _("Who speaks?"),
        "speaker": _("Who speaks"),
        "speakerHelp": _("A person, or words such as “an official”."),
        "quotationSource": _("Source"),
        "sourceNotChosen": _("Choose a source from the list, or leave the field empty."),
        "onlyThisPart": _("Only this part: it becomes a quotation of its own"),
        "findPerson": _("Find or make a person…"),
        "findSource": _("Find or make a source…"),
        "notAQuotation": _("Not a quotation"),
    }


def link_words() -> Words:
    """Return what is said of addresses: where a link leads, and what stands in a text from elsewhere."""
    return {
        "linkNew": _("Link"),
        "linkTitle": _("Where this link leads"),
        "linkWords": _("Words to link (the address, if left empty)"),
        "unlink": _("Remove the link"),
        "address": _("Address"),
        "addressHelp": _("A web address, a page of this site such as /about/, or an e-mail address."),
        "addressEmpty": _("Give an address."),
        "addressLong": _("This address is too long."),
        "addressMail": _("This is no e-mail address."),
        "addressKind": _("Only web addresses and e-mail addresses can be linked."),
        "addressUnclear": _("This is no address. One looks like example.org/page or /about/."),
        "embedTitle": _("Something from elsewhere"),
        "embedFrom": _("From {name}"),
        "embedHelp": _("The address of one post, film or chart at {names}."),
        "embedRefused": _("Only what is at {names} can stand in a text. Link anything else."),
    }


def note_words() -> Words:
    """Return what private notes say."""
    return {
        "noteAbout": _("Private note, never public"),
        "noteNew": _("New note"),
        "noteHelp": _("Enter keeps it, Shift Enter begins a new line."),
        "noteEmpty": _("Write the note first."),
        "noteNeedsWords": _("A note stands on words. Put the cursor in some first."),
        "noteSettle": _("Settled"),
        "noteSettledBy": _("settled by {name}"),
        "noteReopen": _("Open again"),
        "noteChange": _("Change"),
        "noteLetGo": _("Let it go"),
        "noteGone": _("no longer in the text"),
        "noteWaiting": _("not sent yet"),
    }
