"""The word lists recognition rests on. English, because that is what the rules below them read."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ATTRIBUTION_VERBS = _words(
    """
    said says say told tells added adds wrote writes argued argues explained explains noted notes
    warned warns asked asks replied replies answered answers responded responds insisted insists
    claimed claims stated states declared declares announced announces recalled recalls admitted
    admits acknowledged acknowledges suggested suggests predicted predicts observed observes remarked
    remarks commented comments continued continues concluded concludes complained complains joked
    jokes tweeted tweets posted posts cautioned cautions stressed stresses emphasised emphasises
    emphasized emphasizes testified testifies shouted shouts whispered whispers cried cries confirmed
    confirms denied denies promised promises urged urges quipped quips lamented laments reflected
    reflects advised advises countered counters maintained maintains mused muses pleaded pleads
    exclaimed exclaims reiterated reiterates conceded concedes boasted boasts
    """
)
# "She told the paper, “…”", "She said on Monday, “…”"; but not "She wrote an essay, “…”".
ADDRESSING_VERBS = _words("told tells asked asks warned warns urged urges advised advises promised")
CIRCUMSTANCES = _words(
    "in on at to during by via last this yesterday today after before when while later earlier again "
    "monday tuesday wednesday thursday friday saturday sunday"
)
AUXILIARIES = _words("has had have also later then once would did does do again even still often since")
PASSIVE = _words("was were is are be been being get got")
PRONOUNS = _words("he she they it i we you who")
SINGULAR_PRONOUNS = _words("he she")
DETERMINERS = _words(
    "a an the one another his her their its our my some many several two three four five most both"
)
# "a spokesman for Jane Doe" is not Jane Doe.
BELONGING = _words("of for at from with by in to behind against near on")
# A description of a speaker ends before any of these: "a resident | in an interview".
SPEAKER_STOPS = _words(
    "who whose which that when while after before as in on during to by via last this yesterday today "
    "tomorrow adding speaking if because since following ahead during about"
)
# What follows a quotation is no attribution when it starts so: "“fair,” which critics said".
NO_ATTRIBUTION = _words(
    "and but or nor which that who whose is was were are has had have to of in on at by for from with "
    "because so if when while although though after before as than then into"
)
# Words just before quote marks that make what they hold a title or a term.
BEFORE_A_TITLE = _words(
    "in of titled entitled called book film song essay article report headlined headline named dubbed as "
    "word words term phrase slogan label column paper on with for a an the"
)
PARTICLES = _words("de da do dos das di du del della la le van von der den ter bin ibn al el ben bint")

HONORIFICS = _words("mr mrs ms miss dr prof sir dame lord lady sheikh rev")
ROLES = HONORIFICS | _words(
    """
    president premier chancellor minister secretary-general secretary senator governor mayor
    representative congressman congresswoman lawmaker judge justice general colonel captain sergeant
    lieutenant admiral commander king queen prince princess pope bishop archbishop rabbi imam
    ambassador commissioner director chairman chairwoman chair chairperson ceo cto cfo executive
    officer manager founder co-founder cofounder owner editor reporter correspondent journalist
    columnist author writer novelist poet historian economist analyst strategist researcher scientist
    professor lecturer teacher engineer programmer developer entrepreneur investor billionaire lawyer
    attorney prosecutor solicitor barrister doctor nurse surgeon physicist chemist biologist
    mathematician philosopher psychologist sociologist activist campaigner spokesman spokeswoman
    spokesperson actor actress singer musician artist architect designer photographer filmmaker
    coach captain striker goalkeeper player athlete striker leader politician diplomat adviser advisor
    consultant expert farmer resident student pensioner widow husband wife son daughter brother sister
    father mother
    """
)
# "State Street, an asset manager": these nouns are said of companies too.
ROLES_OF_COMPANIES = _words("manager leader owner investor developer designer publisher executive chair")
# "market leader Acme Widgets".
LEADING_FIELDS = _words("market industry world global category price sector")
BY_VERBS = _words("founded co-founded led headed written co-written directed chaired composed painted")

DEMONYMS = _words(
    """
    american british english scottish welsh irish french german italian spanish portuguese dutch
    belgian swiss austrian polish czech slovak hungarian romanian bulgarian greek turkish russian
    ukrainian swedish norwegian danish finnish chinese japanese korean indian pakistani israeli
    palestinian iranian iraqi syrian egyptian nigerian kenyan ethiopian african canadian mexican
    brazilian argentine chilean peruvian colombian australian european asian vietnamese thai
    indonesian filipino malaysian taiwanese
    """
)
# Capitalised at the head of a sentence, or capitalised always, and never part of a name.
NEVER_NAMES = _words(
    """
    the a an and but or nor in on at by for from with of to as if when while after before although
    though because since until unless during despite unlike like according meanwhile however moreover
    later then now today yesterday tomorrow here there this that these those his her their its our my
    he she they it i we you who what where why how which whether both either neither not no yes even
    only also still yet so such some many most several few all each every one two three last next
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december references sources chapter figure table part
    behind once perhaps instead earlier recently finally first second third born says said asked
    former old new u.s. u.k. u.n.
    """
) - _words("april may june")
ORGANISATION_OR_PLACE = _words(
    """
    university college school institute academy faculty department ministry office bureau agency
    commission committee council parliament congress senate court party union league association
    federation foundation society club group company corporation corp inc ltd llc plc gmbh holdings
    bank capital partners ventures fund trust exchange labs lab laboratory laboratories technologies
    technology systems software media press news times post journal herald tribune telegraph guardian
    gazette magazine review television radio network airlines airways motors energy oil gas
    pharmaceuticals hospital clinic church cathedral museum library theatre theater orchestra team
    army navy force forces police service services authority board house palace center centre project
    program programme initiative act treaty agreement conference summit forum festival award prize cup
    games olympics championship valley street road avenue square bridge park river lake mountain mount
    mountains sea ocean island islands bay beach coast desert forest city town village county province
    state states district region republic kingdom emirates nations territory peninsula canal gulf
    north south east west northern southern eastern western central united san santa los las saint new
    harbour harbor port
    hong kong saudi arabia sri lanka costa puerto buenos rio tel abu kuala great middle silicon wall
    white artificial intelligence goldman sachs morgan stanley wells fargo merrill lynch lloyds
    barclays rolls royce wal-mart deutsche credit suisse general electric louis vuitton red cross
    world global international national federal royal supreme prime digital cyber research industries
    industry solutions consulting insurance studios records entertainment pictures foods motor
    """
)
OUTLETS = _words(
    "reuters bbc ap afp cnn cgtn npr bloomberg guardian times post journal herald tribune telegraph "
    "gazette news press agency observer economist independent mail mirror spiegel monde review xinhua"
)
ABBREVIATIONS = _words(
    "mr mrs ms dr prof st gen sen rep gov jr sr lt col capt sgt rev hon no vs inc ltd co corp u.s u.k etc"
)
