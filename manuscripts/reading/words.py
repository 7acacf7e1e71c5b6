"""Words that open, close and frame a text, in the languages copy comes in."""

import re

MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari января يناير كانون_الثاني",
        "february feb februar februari février févr fév febrero fevereiro fev febbraio февраля فبراير شباط",
        "march mar märz mär mrz mars marzo março maart марта مارس آذار",
        "april apr avril avr abril abr aprile апреля أبريل نيسان",
        "may mai mayo maio mag maggio mei maj мая مايو أيار",
        "june jun juni juin junio junho giugno giu июня يونيو حزيران",
        "july jul juli juillet juil julio julho luglio lug июля يوليو تموز",
        "august aug août aoû agosto ago augustus augusti августа أغسطس آب",
        "september sept sep septembre septiembre setembro set settembre сентября سبتمبر أيلول",
        "october oct oktober okt octobre octubre outubro out ottobre ott октября أكتوبر تشرين_الأول",
        "november nov novembre noviembre novembro ноября نوفمبر تشرين_الثاني",
        "december dec dezember dez décembre déc diciembre dic dezembro dicembre декабря ديسمبر كانون_الأول",
    ),
    start=1,
):
    MONTHS |= dict.fromkeys((name.replace("_", " ") for name in _names.split()), _number)

MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?(?P<month>{MONTH})\b\.?,?(?:\s+(?:de\s+|del\s+)?(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
ISO_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?=\D|$)")
POINTED = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b")
SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b")
ASIAN = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]")

WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira"
)
_STAMP = r"published|updated|(?:last\s+)?modified|zuletzt\s+(?:aktualisiert|geändert)|modifié|pubblicato|gepubliceerd|publicerad|posted|date|first published|last updated|veröffentlicht|aktualisiert|stand|publié|mis à jour|le|publicado|actualizado|atualizado|el|em"
_CLOCK = (
    r"(?:[,\s|–-]+(?:at|um|à|a las|às)?\s*\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*(?:uhr|[a-z]{2,5}))?)?"
)
DATE_LINE = re.compile(
    rf"(?:(?:{_STAMP})(?:\s+on|\s+am|\s+le)?\s*[:.]?\s+)?(?:(?:{WEEKDAY})\.?,?\s+)?"
    rf"(?:{DAY_MONTH.pattern}|{MONTH_DAY.pattern}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|\d{{4}}年\d{{1,2}}月\d{{1,2}}日){_CLOCK}\.?".replace("?P<day>", "?:")
    .replace("?P<month>", "?:")
    .replace("?P<year>", "?:"),
    re.IGNORECASE,
)

LABEL = re.compile(
    r"(?:(?:press|news|media)\s+(?:release|statement|advisory)|for\s+(?:immediate\s+)?release|(?:immediate\s+)release"
    r"|press\s?statement|statement|presse(?:mitteilung|information|erklärung|meldung)|medien(?:mitteilung|information)"
    r"|communiqu[ée](?:\s+de\s+presse)?|nota\s+de\s+(?:prensa|imprensa)|comunicado(?:\s+(?:de\s+prensa|à\s+imprensa))?"
    r"|comunicato\s+stampa|persbericht|pressmeddelande|pressemelding|pressemeddelelse|lehdistötiedote"
    r"|пресс-релиз|新闻稿|プレスリリース|بيان\s+صحفي"
    r"|(?:body|copy|main\s+text|story|haupttext|corps|cuerpo)(?=\s*:)|share|save|print|copy\s+link|comments?|listen|\d+\s+comments|teilen|partager|compartir|exclusive|breaking(?:\s+news)?|urgent|analysis|news\s+analysis|opinion|comment|feature|explainer|interview|obituary"
    r"|advertisement|sponsored|skip\s+to\s+(?:main\s+)?content|share\s+this(?:\s+article)?|listen\s+to\s+this\s+article"
    r"|\d{1,3}\s*[- ]?min(?:ute)?s?\s+read|view\s+(?:this\s+email\s+|it\s+)?in\s+(?:your\s+)?browser"
    r"|view\s+this\s+e-?mail\s+in\s+your\s+browser|im\s+browser\s+(?:ansehen|anzeigen)|voir\s+dans\s+le\s+navigateur)"
    r"\s*[:!.]?",
    re.IGNORECASE,
)
# What part of a paper a text stands in, above its headline.
SECTION = re.compile(
    r"(?:news|world|politics|business|economy|sports?|culture|arts|science|technology|health|environment|lifestyle|travel|local|national"
    r"|international|top\s+stories|nachrichten|politik|wirtschaft|kultur|wissenschaft|panorama|lokales|actualités?|monde|politique|économie|société"
    r"|noticias|política|economía|cultura|sociedad|deportes|notícias|economia|esportes|cronaca|politica|nieuws|nyheter|новости|政治|经济|社会|新闻|国際|経済)",
    re.IGNORECASE,
)
KICKER = re.compile(
    rf"(?:{LABEL.pattern}|{SECTION.pattern})(?:\s*[|/·•–—]\s*[^|/·•–—:]{{1,30}}){{0,2}}", re.IGNORECASE
)
# It is for readers, and stands above the text wherever it came.
NOTE_ABOVE = re.compile(
    r"(?:(?:editor|author)[’'`]?s?[’'`]?\s+note|content\s+warning|trigger\s+warning|anmerkung\s+der\s+redaktion|nota\s+del?\s+(?:editor|la\s+redacción)"
    r"|note\s+de\s+la\s+rédaction|ndlr|nota\s+da\s+redação|编者按|編集部注)\s*[:：].+",
    re.IGNORECASE,
)
SLUG = re.compile(
    # "(2nd LD) Ferry burns" is a headline, as Asian agencies write it, and "US-Präsident in Berlin" is one.
    r"(?!\()(?:BC-\S.*|(?:AM|PM|AP|US)-{1,2}\S(?=.*(?:--|,\s?\d|\b(?i:ld|bjt|lead)\b)).*|(?i:.*\b(?:\d(?:st|nd|rd|th)\s+(?:ld|lead)\b|write-?thru|bjt\b|adv\d{2}\b).*)"
    r"|(?i:slug|slugline|keywords?|story\s+id|category|categories|desk|priority|word\s?count|length)\s*:\s*\S.*"
    r"|words?\s*:\s*\d[\d.,]*|\d{2,5}\s+words|[A-Z]{2,}(?:-[A-Z0-9]{2,}){2,8}|[a-z0-9]+(?:-[a-z0-9]+){2,8})"
)
# "DEL12": what an agency calls a story by, above its slug.
WIRE_ID = re.compile(r"[A-Z]{2,5}\d{1,4}|[a-z]{1,2}\d{3,5}")
VERSION = re.compile(
    r",?\s*\b(?:\d{1,2}(?:st|nd|rd|th)\s+(?:ld|lead)(?:-write-?thru)?|write-?thru|urgent|bjt|adv\d{2}|\d{2,5})\b.*",
    re.IGNORECASE,
)
FOR_EDITORS = re.compile(
    r"(?:eds?|editors?|attn\.?(?:\s+editors?)?|attention\s+editors?|notes?\s+to\s+(?:editors?|desks?)|hinweis\s+an\s+die\s+redaktion"
    r"|achtung\s+redaktionen|(?:à\s+l[’'])?attention\s+(?:des\s+)?rédactions?|nota\s+a\s+la\s+redacción)\s*:\s*\S.*",
    re.IGNORECASE,
)
BREADCRUMB = re.compile(r"(?:[^>»›/|]{1,30}\s+[>»›]\s+)+[^>»›|]{1,60}")

# "((jane.doe@example.com; +44 20 7000 0000))"
DESK = re.compile(r"\(\(.*\)\)")
# What follows is for the desk, to the end of the file.
NOT_TO_PUBLISH = re.compile(
    r"\W*(?:notizblock|notes?\s+(?:to|for)\s+editors?|.{0,60}\bnicht\s+zur\s+veröffentlichung(?:\s+bestimmt)?|.{0,40}\bnot\s+for\s+publication|.{0,40}\bne\s+pas\s+publier"
    r"|.{0,40}\bno\s+(?:publicar|para\s+publicación)|.{0,40}\bniet\s+voor\s+publicatie|.{0,40}\bnon\s+per\s+la\s+pubblicazione"
    r"|.{0,40}\binte\s+för\s+publicering|.{0,40}\bне\s+для\s+публикации|.{0,40}\bnão\s+(?:publicar|para\s+publicação))\W*",
    re.IGNORECASE,
)
FOLLOWING = re.compile(
    r"(?:the|die|der|das|les?|la|el|los|las|il|de|het)?\s*(?:following|folgende\w*|nachfolgende\w*|suivante?s?|siguientes?|seguent[ei]|volgende)\b",
    re.IGNORECASE,
)
END_MARK = re.compile(
    r"\W*(?:ends?|the\s+end|30|eom|ende|fin|fine|fim|enditem|slut|loppu|конец|endit|完|终|完了|了|النهاية|انتهى)\W*",
    re.IGNORECASE,
)
END_BEHIND = re.compile(
    r"(?<!\s)\s+(?:Enditem|ENDS|\(END\)|\(ends\)|Endit|#{3}|-30-|（完）|\(完\)|■|◼|∎)\s*$"
)
CREDIT = re.compile(
    r"[(（\[【]?\s*(?:(?:additional\s+|with\s+)?report(?:ing|ed|s)?|writing|written|edit(?:ing|ed)|compiled|translat(?:ed|ion)"
    r"|photos?|photograph(?:s|ed|y)|graphics?|illustrations?|video|production|produced|research|fact-?check(?:ed|ing)?)\s+by\b"
    r"|[(（\[]?\s*mitarbeit\s*:|[(（\[【]?\s*(?:редактор|编辑|责编|责任编辑|校对|审核|图|摄影|文字|編集|写真)\s*[：:]"
    r"|.{2,60}\bcontributed\s+(?:reporting\s+)?(?:to|from)\b|.{2,60}\breported\s+from\b"
    r"|avec\s+(?:l[’']|notre\s+)?(?:afp|reuters|correspondant)|con\s+información\s+de\b|das\s+gespräch\s+führte\b",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:\(c\)|©|copyright\s*(?:©|\(c\)|\d{4}|by\s|[:,–-])|all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+réservés|todos\s+los\s+derechos"
    r"|todos\s+os\s+direitos)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:(?:media|press|editorial|further|for\s+(?:more|further)|your)?\s*(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|information)"
    r"|for\s+(?:more|further|additional)\s+information(?:,?\s+(?:please\s+)?(?:contact|call|visit))?"
    r"|(?:presse)?kontakt|ansprechpartner(?:in)?|rückfragen(?:\s+an)?|contacts?\s+presse|contact\s+presse"
    r"|contacto(?:s)?(?:\s+de\s+prensa)?|contatos?(?:\s+de\s+imprensa)?|contatti|voor\s+(?:meer|nadere)\s+informatie|perscontact|noot\s+voor\s+de\s+redactie|per\s+(?:ulteriori\s+)?informazioni|ufficio\s+stampa|contatti\s+stampa|för\s+mer\s+information|presskontakt|pressekontakt|контакты?(?:\s+для\s+(?:сми|прессы))?|для\s+справок|пресс-служба|联系方式|媒体联系|للتواصل|معلومات\s+الاتصال)"
    r"\s*:.*",
    re.IGNORECASE,
)
# One letter before the @ will do: of a whole run every beginning would be tried.
REACHED_AT = re.compile(
    r"(?:\b(?:tel|phone|mobile|fax|e-?mail|mail|telefon|téléphone|teléfono)\b\.?\s*:|[\w.+-]@[\w-]+\.\w|\+\d[\d ()/-]{6,})",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"(?:(?i:about)\s+(?:the\s+)?[A-Z0-9].{1,60}|(?i:über)\s+(?:die\s+|den\s+|das\s+)?[A-ZÄÖÜ].{1,60}|(?i:à\s+propos\s+d).{2,60}|(?i:acerca\s+de)\s+.{2,60}"
    r"|(?i:sobre)\s+(?:a|o|la|el)\s+[A-Z].{1,60}|(?i:boilerplate|disclaimer|forward-looking\s+statements?))\s*:?"
)
NEWSLETTER = re.compile(
    r".*(?:\bunsubscribe\b|manage\s+(?:your\s+)?(?:preferences|subscription)|you\s+are\s+receiving\s+this|you\s+received\s+this"
    r"|forwarded\s+this\s+e-?mail|view\s+(?:this\s+email|it)?\s*in\s+(?:your\s+)?browser|abmelden\b|newsletter\s+abbestellen"
    r"|se\s+désabonner|darse\s+de\s+baja|cancelar\s+(?:a\s+)?(?:inscrição|suscripción)|sign\s+up\s+for\s+our|subscribe\s+(?:to|now|here)\b"
    r"|follow\s+us\s+on\b|sent\s+from\s+my\s+\w+).*",
    re.IGNORECASE,
)
# What pages put between paragraphs.
ADVERTISEMENT = re.compile(
    r"(?:skip\s+)?advertisement|(?:story|article)\s+continues\s+(?:below|after)(?:\s+(?:the\s+)?advertisement)?"
    r"|advertisement\s*[-–—]\s*scroll\s+to\s+continue|anzeige|publicité|publicidad|publicidade|pubblicità|广告",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"(?:corrections?|clarifications?|editor[’'`]?s[’'`]?\s+note|updates?|this\s+(?:story|article|report)\s+(?:corrects|has\s+been)"
    r"|berichtigung|korrektur|anmerkung\s+der\s+redaktion|korrekturhinweis|rectificatif|précision|note\s+de\s+la\s+rédaction"
    r"|correcci(?:ón|ones)|fe\s+de\s+errat\w+|nota\s+del\s+editor|errata|correção|nota\s+da\s+redação|更正|編集部注|编者按|تصحيح)\b\s*[:：,.]?.*",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.)\s*)?\d{1,3}(?:\s*(?:of|von|/|sur)\s*\d{1,3})?\W*|\W*more\s+(?:to\s+)?(?:follows?|come)\W*|mehr\s+in\s+kürze\W*|(?:\(?more\)?|\(?mehr\)?|-\s*more\s*-|m\s?o\s?r\s?e)",
    re.IGNORECASE,
)

SOURCES = re.compile(
    r"(?P<name>(?:(?:notes\s+and\s+)?(?:reference|source)(?:s| ?\(s\))?|bibliography|works\s+cited|literature(?:\s+cited)?|further\s+reading"
    r"|citations?|endnotes|footnotes|quellen?(?:angaben?|verzeichnis|nachweise?)?|literatur(?:verzeichnis|angaben)?|einzelnachweise|belege"
    r"|weiterführende\s+literatur|références?|bibliographie|pour\s+en\s+savoir\s+plus|fuentes?|referencias?|bibliograf[íi]a|fontes?"
    r"|referências?|fonti|riferimenti|bronnen|literatuur|källor|kilder|referenser|referanser|lähteet|źródła|bibliografia|источники"
    r"|литература|список\s+литературы|参考资料|参考文献|资料来源|信息来源|来源|參考資料|出典|出所|資料|참고문헌|출처|المصادر|المراجع|مصادر|מקורות)"
    r"(?:\s+(?:and|und|et|y|e|en|och)\s+(?:further\s+reading|notes|references|links|literatur|weiterführende\s+(?:links|literatur)|références"
    r"|bibliographie|referencias|bibliografía|referências|riferimenti|literatuur)|\s+(?:consulted|used|cited|consultadas|consultées|utilisées|consultate))?)"
    r"\s*(?P<colon>[:：])?[\s*_]*(?P<rest>.*)",
    re.IGNORECASE,
)
EMBARGO = re.compile(
    r"\b(?:embargo\w*|embargad[oa]|sperr(?:frist|vermerk)|nicht\s+(?:zur\s+veröffentlichung\s+)?vor\s+(?:dem\s+)?(?=\d{1,2}[.:]|\d{1,2}\s+Uhr)|gesperrt\s+bis|sous\s+embargo|frei\s+(?:ab|gegeben\s+ab)|hold\s+(?:until|for\s+release)"
    r"|not\s+(?:for|to\s+be)\s+(?:publication|release|broadcast|published|released|broadcast)(?:\s+or\s+\w+)?\s+(?:before|until|prior)|strictly\s+embargoed"
    r"|release\s+(?:date|time)|(?<!\w\s)for\s+release\s+(?=\d|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*\.?\s+\d)|for\s+release\s*(?:at|on|after|until|:\s*(?=[^\d\n]{0,30}\d))|(?:do\s+)?not\s+(?:publish|release|broadcast|use|for\s+use)\s+(?:before|until|prior)|niet\s+(?:publiceren|voor\s+publicatie)\s+v[oó]{1,2}r|non\s+pubblicare\s+prima|não\s+publicar\s+antes|no\s+publicar\s+antes|ne\s+pas\s+publier\s+avant)"
    r"|эмбарго|не\s+публиковать\s+до|禁运|解禁|禁发|禁止在?.{4,24}前(?:发布|發布|刊登|报道)|前(?:禁止|请勿|請勿|不得)(?:发布|發布|刊登|报道|報道|公開)|(?:حظر|محظور)\s+النشر|يحظر\s+النشر",
    re.IGNORECASE,
)
