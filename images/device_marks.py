"""What cameras, phones and programs write of themselves where a description of the picture belongs."""

import re
from collections.abc import Collection

_WORD = re.compile(r"\w+")
_CODE = re.compile(r"[a-z]{0,4}\d+[a-z]*")
_NUMBERED = re.compile(r"[a-z]{1,5}\d{4,}")

_MAKERS = """
    acer agfa agfaphoto aiptek apple asus benq blackberry canon casio contax coolpix cybershot dji epson
    fuji fujifilm galaxy ge google gopro hasselblad hitachi hp htc huawei insta360 ipad iphone jenoptik jvc
    kenox kodak konica kyocera leica lenovo lg lumix mamiya medion minolta minox motorola nikon nokia
    olympus oneplus oppo panasonic pentax photosmart pixel polaroid powershot praktica realme ricoh rollei
    samsung sanyo sigma sony tecno toshiba umax vivo vivitar xiaomi yakumo zeiss zte
"""
_PROGRAMS = """
    acdsee adobe affinity camera360 canva capcut corel darktable digikam ebay facetune firefly gd gimp
    hipstamatic illustrator imagemagick inkscape instagram iphoto irfanview krita lightroom meitu midjourney
    paintshop photoscape photoshop picasa picsart pixelmator pixlr prisma procreate rawtherapee retrica
    shotwell snapchat snapseed vsco xnview
"""
_PLAIN = """
    a app by c camera camcorder cell classic cloud co company computer corp corporation created creator
    default device digicam digital dsc dslr edited electronics elements exif exported express file for from
    generated gmbh ijg image images img inc jpeg jpg ltd made media mobile of on optical phone photo photos
    picture pictures png preset presets pro processed quality scan scanned scanner shot smart smartphone
    software still taken technologies the using version video web with written
"""
# The modes in which phones of one maker took a picture, which they write as its description.
_MODES = re.compile(
    r"burst|hdrpl|(?:oz|rpt|fil)(?:nor|nbz?|edf|mde|cow)"
    r"|(?:bty|cof|dav|edf|fbt|fpr|hbs|hdr|hpt|mde|pmp|ptr|rbt|rhdr|sdr|tpm|vtr|btf|bst)+(?:oznor|rptnbz?|_vivid)?",
)
_NOTHING_SAID = """
    ascii, camera phone, dcim, default, description, digital camera, exif jpeg picture, image, jpeg, none
    null, no description, photo, picture, screenshot, title, unknown, untitled
"""
_DEVICES = frozenset((_MAKERS + _PROGRAMS).split())
_GENERIC = frozenset(_PLAIN.split())
_SAY_NOTHING = frozenset(" ".join(said.split()) for said in re.split("[,\n]", _NOTHING_SAID))
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|heic|tiff?|dng|gif|bmp)|(?:\w+[\\/]){2,}\w*", re.IGNORECASE)
_MADE_WITH = re.compile(
    r"(?:created|processed|edited|generated|exported|rendered|produced|developed|made|shot|captured|scanned)"
    r" (?:with|using|via|in) (.+)|(?:shot|captured|taken|created|processed) (?:on|by) (.+)",
    re.IGNORECASE | re.DOTALL,
)


def is_device_mark(text: str, *, device: Collection[str] = ()) -> bool:
    """Tell whether a text is a machine's word of itself; `device` is what the file says it came from."""
    words = _words(text)
    if not any(map(str.isalpha, text)):
        return True
    if _FILE_NAME.fullmatch(text.strip()) or text.lstrip().startswith(("{", "<")):
        return True
    if " ".join(words) in _SAY_NOTHING:
        return True
    if len(words) == 1 and (_MODES.fullmatch(text.strip()) or _NUMBERED.fullmatch(words[0])):
        return True
    own = {word for said in device for word in _words(said)} | _DEVICES
    if all(word in own or word in _GENERIC or _CODE.fullmatch(word) for word in words):
        return any(word in own for word in words) or words[0] in ("dsc", "img", "scan")
    return _names_a_camera(text) or _names_what_made_it(text, own)


def _names_a_camera(text: str) -> bool:
    """Tell whether it is a label in capitals, as cameras of any maker have one."""
    letters = "".join(filter(str.isalpha, text))
    return letters.isupper() and "DIGITAL CAMERA" in " ".join(text.split())


def _names_what_made_it(text: str, own: Collection[str]) -> bool:
    found = _MADE_WITH.match(text.strip())
    return found is not None and any(word in own for word in _words(found.group(1) or found.group(2))[:3])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("_", " "))
