"""What the text editor says of pictures, in the colleague's language."""

from django.utils.translation import gettext as _


def picture_words() -> dict[str, str]:
    """Return every word about pictures in a text and on their way into it."""
    return {
        **upload_words(),
        "gap": _("Picture {number} was not in what you pasted: drop it here"),
        "gapName": _("Missing picture {number}"),
        "gapChoose": _("Choose a file…"),
        "gapLibrary": _("From the library…"),
        "gapRemove": _("Remove"),
        "pictureGone": _("This picture is not in the library any more."),
        "pictureName": _("Picture: {name}"),
        "pictureEdit": _("Description and size…"),
        "pictureAlt": _("What it shows, for readers who cannot see it"),
        "pictureAltLibrary": _("From the library: {words}"),
        "pictureKeep": _("Keep it in the library too"),
        "pictureKept": _("Kept in the library."),
        "pictureDecorative": _("Decoration only: it says nothing that the text does not"),
        "pictureSize": _("Size"),
        "pictureSizeNormal": _("As wide as the text"),
        "pictureSizeWide": _("Wide"),
        "pictureSizeFull": _("Full width"),
        "pictureCaption": _("Caption"),
        "pictureCredit": _("Credit: {credit}"),
        "pictureNoCredit": _("No credit yet"),
        "pictureUndescribed": _("Not described yet"),
        "pictureIsDecoration": _("Decoration only"),
        "pictureOffers-alt": _("The file says it shows: “{words}”"),
        "pictureOffers-caption": _("The file says: “{words}”"),
        "pictureOffers-credit": _("The file names who made it: “{words}”"),
        "pictureUse": _("Use this"),
        "pictureFocus": _("What crops keep…"),
        "pictureReplace": _("Another picture…"),
        "pictureRemove": _("Remove"),
        "pictureOpen": _("Open in the library"),
        "pictureDone": _("Done"),
        **focus_words(),
    }


def upload_words() -> dict[str, str]:
    """Return the words about pictures on their way."""
    return {
        "uploadWaiting": _("Waiting: {name}"),
        "uploadSending": _("Uploading: {name}"),
        "uploadTaking": _("Being made ready: {name}"),
        "uploadFailed": _("Not uploaded: {name}"),
        "uploadDone": _("Put in: {name}"),
        "uploadCancel": _("Cancel"),
        "uploadRetry": _("Try again"),
        "uploadRemove": _("Take away"),
        "uploadClose": _("Close"),
        "uploadUnreachable": _("The server cannot be reached. Try again."),
        "uploadLoggedOut": _("You are logged out. Log in in another tab, then try again."),
        "uploadDenied": _("Your account may not add pictures. If it should, ask an administrator."),
        "uploadTooLarge": _(
            "This file is larger than {limit} MB. Save the picture smaller and upload it again."
        ),
        "uploadBusy": _("Too much is being sent at this moment. Try again."),
        "uploadFault": _("Something went wrong, so the picture was not uploaded. Try again."),
    }


def focus_words() -> dict[str, str]:
    """Return the words for choosing what crops keep of a picture."""
    return {
        "focusTitle": _("What crops keep"),
        "focusHelp": _(
            "Click on what matters most, or move the mark by arrow keys, with Shift in larger steps."
        ),
        "focusMark": _("What matters most"),
        "focusAt": _("{x} % from the left, {y} % from the top"),
        "focusCrop": _("How it is cropped {shape}"),
        "focusSave": _("Save"),
        "focusCancel": _("Cancel"),
        "focusMayNot": _("Readers see this picture by now, so only editors can change how it is cropped."),
    }
