"""Who said it, from the narration on either side of a speech: ``X, role, said: “``, ``,” said X, role.``, ``”: X, role.``"""

from __future__ import annotations

import re

from campaign.facts.names import Speaker, is_person, parse_subject

_FINITE = (
    "said|says|added|adds|explained|explains|commented|comments|continued|continues|stated|states|told|warned|warns|urged|concluded"
    "|insisted|asked"
    "|revealed|recalled|remarked|admitted|advised|appealed|praised|thanked|reiterated|stressed|emphasised|highlighted|noted"
    "|confirmed|wrote|replied"
    "|pledged|promised|joked|observed|declared|announced|agreed|claimed|acknowledged|summarised|tweeted|posted|remembered|described"
    "|responded"
    "|reflected|recalls|reveals|insists|admits|remembers|urges|laughed|laughs|smiled|shared|cautioned|announces|pleaded|argued|notes"
    "|believes|thinks|describes|concludes|advises|writes|points out|pointed out|summed up|sums up|put it"
    "|meddai|meddai['’]r|dywedodd|ychwanegodd|eglurodd|esboniodd|dywed"
)
_GERUND = "adding|saying|explaining|continuing|commenting|concluding|warning|stating|telling"
VERB = re.compile(rf"(?i)\b(?:(?P<finite>{_FINITE}|went on(?: to say)?)|(?P<gerund>{_GERUND}))\b(?! (?:was|were|is|by)\b)")

_WELSH_FIRST = re.compile(
    r"(?i)(?:^|\s)(?:(?:meddai|dywedodd|ychwanegodd|eglurodd|esboniodd|dywed)(?:['’]r)?|yn ôl)\s+(?:(?:yr?"
    r"|wrth \w+) )?(?P<subject>[^:]+?)[:,]?$"
)
_ACCORDING = re.compile(
    r"(?i)^[\s,]*(?:according to|in the words of|yn ôl|came (?:the )?(?:warning|advice|message) from|is the (?:message|advice"
    r"|warning) from)\s+(?P<subject>[^\s].*)$"
)
_WELSH_ALONE = re.compile(r"(?i)^\W*(?:meddai|dywedodd|ychwanegodd|eglurodd|esboniodd)(?: (?:hi|ef|fe|o|e))?[:,]?$")
_PRONOUN_VERB = re.compile(
    rf"(?i)\b(?P<who>he|she|they)\s+(?:(?:also|then|later|now) )?(?:{_FINITE}|went on(?: to say)?|is clear)\b[^.!?]{{0,110}}$"
)
_VERB_FIRST = re.compile(rf"(?i)^\s*(?:and\s+)?(?:{_FINITE})\s+(?P<subject>[^\s].*)$")
_OTHER = re.compile(r"(?<=\w) (?:[a-z]{3,}ed|spoke|gave|led|took|made)\b")
_LEADS_TO_MARK = re.compile(rf"(?:[:;,–—-]|\b(?:{_FINITE}|{_GERUND}))\s*$")
_END_OF_SUBJECT = re.compile(
    r"[.!?](?=\s|$)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bProf\.)(?<!\bSt\.)(?<!\b[A-Z]\.)|;|:"
    r"|,? (?:as|if|after|when|while|during|following|before|outside|in a|at the|speaking|and added|and said|adding|last|on (?:Mon|Tues"
    r"|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|about|today|yesterday|this|because|with a|to)\b"
)
_DASH_OR_COLON = re.compile(r"^\s*[,.]?\s*(?:[–—]|-{1,2}(?=\s)|:)\s*(?P<subject>[^.!?]{3,200})[.]?\s*$")
_SUBJECT_STARTS = frozenset({"the", "a", "an", "his", "her", "their", "he", "she", "they", "one", "another"})
_ABBREVIATED = re.compile(r"\b(Sgt|Insp|Supt|Det|Ch|Dr|Mr|Mrs|Ms|Prof|Rev|Revd|Cllr|Coun|St|[A-Z])\.")
_REACH = 420  # how far from the marks an attribution may begin


def before_marks(narration: str) -> Speaker | None:
    """The speaker whom the narration right before an opening mark introduces, or None when it introduces no speech."""
    sentence = narration[-_REACH:].rstrip()
    if not sentence or not _LEADS_TO_MARK.search(sentence):
        return None
    if speaker := _unnamed(sentence) or _welsh(sentence):
        return speaker
    verbs = list(VERB.finditer(sentence))
    if not verbs:
        return _named_with_colon(sentence)
    last = verbs[-1]
    if len(sentence) - last.end() > 130:
        return None
    finite = [v for v in verbs if v["finite"]]
    subject = _subject(sentence, finite, last)
    return parse_subject(subject) if subject else _any_before(sentence, finite)


def _unnamed(sentence: str) -> Speaker | None:
    """``She said:``; Welsh ``Ychwanegodd:`` leaves "he" and "she" out."""
    if _WELSH_ALONE.match(sentence):
        return Speaker(name="hi", kind="pronoun")
    found = _PRONOUN_VERB.search(sentence)
    return Speaker(name=found["who"].lower(), kind="pronoun") if found else None


def _welsh(sentence: str) -> Speaker | None:
    found = _WELSH_FIRST.search(sentence)
    return parse_subject(found["subject"]) if found else None


def _subject(sentence: str, finite: list[re.Match[str]], last: re.Match[str]) -> str:
    """The words that say who does the last verb; a verb without its own subject (``and added``, ``adding``) has the first verb's."""
    if last["gerund"] and not finite:
        other = _OTHER.search(sentence)  # "X welcomed the service, adding:"
        return sentence[: other.start()] if other else ""
    if last["gerund"] or len(finite) == 1:
        return sentence[: finite[0].start()]
    between = sentence[finite[-2].end() : last.start()].strip()
    for cut in (" and ", " but ", " while ", "; "):
        tail = between.rpartition(cut)[2] if cut in f" {between} " else ""
        if tail and parse_subject(tail):
            return tail
    # "Asked whether fines were working, X said": the first verb has no subject of its own
    behind = between.partition(", ")[2]
    if behind and not sentence[: finite[-2].start()].strip() and parse_subject(behind):
        return behind
    return sentence[: finite[0].start()]


def _any_before(sentence: str, finite: list[re.Match[str]]) -> Speaker | None:
    return parse_subject(sentence[: finite[0].start()]) if finite else None


def _named_with_colon(sentence: str) -> Speaker | None:
    """``Detective Chief Inspector X:`` introduces a speech without a verb, when nothing but name and job stands there."""
    if not sentence.endswith(":"):
        return None
    return is_person(sentence.rstrip(": "))


def after_marks(narration: str, *, ended: bool) -> Speaker | None:
    """The speaker whom the narration right after a closing mark names, or None. ``ended``: a full stop closed the speech."""
    text = narration[:_REACH]
    if found := _DASH_OR_COLON.match(_ABBREVIATED.sub(r"\1", text)):
        return is_person(found["subject"])
    body = text.lstrip(" ,")
    if found := _ACCORDING.match(text):
        return parse_subject(clipped(found["subject"]))
    if found := _VERB_FIRST.match(body):
        return parse_subject(clipped(found["subject"]))
    verb = VERB.search(body)
    if verb is None or not verb["finite"] or verb.start() > 200 or (ended and not _closes_clause(body, verb)):
        return None
    subject = body[: verb.start()]
    first = subject.split(maxsplit=1)[0] if subject.strip() else ""
    if re.search(r"[.!?:;] ", subject) or (first.islower() and first not in _SUBJECT_STARTS):
        return None
    return parse_subject(subject)


def _closes_clause(body: str, verb: re.Match[str]) -> bool:
    """After a finished sentence ``X said`` belongs to it only if nothing but a pause follows; ``X said the team …`` is narration."""
    rest = body[verb.end() :]
    return not rest.strip() or rest.lstrip()[:1] in ".;" or re.match(r"\s+(?:in a statement|afterwards|later)\b", rest) is not None


def clipped(subject: str) -> str:
    """The subject without the clause that follows it."""
    end = _END_OF_SUBJECT.search(subject)
    return subject[: end.start()] if end else subject
