"""The English word lists recognition rests on, from languages/en.toml: the rules below them read English."""

from .vocabulary import words_of_language

_ENGLISH = words_of_language("en")

ATTRIBUTION_VERBS = _ENGLISH["verbs"]
ADDRESSING_VERBS = _ENGLISH["addressing_verbs"]
CIRCUMSTANCES = _ENGLISH["circumstances"]
AUXILIARIES = _ENGLISH["auxiliaries"]
PASSIVE = _ENGLISH["passive"]
PRONOUNS = _ENGLISH["pronouns"]
SINGULAR_PRONOUNS = _ENGLISH["singular_pronouns"]
DETERMINERS = _ENGLISH["determiners"]
BELONGING = _ENGLISH["belonging"]
SPEAKER_STOPS = _ENGLISH["speaker_stops"]
NO_ATTRIBUTION = _ENGLISH["no_attribution"]
BEFORE_A_TITLE = _ENGLISH["before_a_title"]
PARTICLES = _ENGLISH["particles"]
HONORIFICS = _ENGLISH["honorifics"]
ROLES = HONORIFICS | _ENGLISH["roles"]
ROLES_OF_COMPANIES = _ENGLISH["roles_of_companies"]
LEADING_FIELDS = _ENGLISH["leading_fields"]
BY_VERBS = _ENGLISH["by_verbs"]
DEMONYMS = _ENGLISH["demonyms"]
NEVER_NAMES = _ENGLISH["never_names"]
ORGANISATION_OR_PLACE = _ENGLISH["organisation_or_place"]
OUTLETS = _ENGLISH["outlets"]
ABBREVIATIONS = _ENGLISH["abbreviations"]
PREDICATE_VERBS = _ENGLISH["predicate_verbs"]
ROLES_END = tuple(_ENGLISH["roles_end"])
