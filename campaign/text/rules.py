"""Every rule that `campaign check` knows: how hard it is, what it says, and the public guidance it rests on.

A rule that stands here and in no function, or the other way round, fails a test; docs/rules.md is written from this table.
It stands outside of ``campaign.text.lint`` so that the settings can ask for a rule's name without loading the patterns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.models import Severity

_WRITING = "https://www.gov.uk/guidance/content-design/writing-for-gov-uk"
_STYLE = "https://www.gov.uk/guidance/style-guide/a-to-z"
_LINKS = "https://www.gov.uk/guidance/content-design/links"
_SOCIAL = (
    "https://gcs.civilservice.gov.uk/guidance/digital-communication/planning-creating-and-publishing-accessible-social-media-campaigns/"
)
_PLAYBOOK = "https://www.gov.uk/guidance/social-media-playbook"
_ALT = "https://www.w3.org/WAI/WCAG22/Understanding/non-text-content.html"
_LINK_PURPOSE = "https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html"
_NCSC = "https://www.ncsc.gov.uk/guidance/business-communications-sms-and-telephone-best-practice"
_HASHTAGS = "https://help.x.com/en/using-x/how-to-use-hashtags"
_SPAM = "https://help.x.com/en/rules-and-policies/platform-manipulation"
_SAMARITANS = "https://www.samaritans.org/about-samaritans/media-guidelines/"
_ELECTIONS = "https://www.local.gov.uk/our-support/guidance-and-resources/pre-election-period/frequently-asked-questions"
_ACCURACY = "https://www.ipso.co.uk/editors-code-of-practice/"
_POLICE_MEDIA = "https://www.college.police.uk/app/engagement-and-communication/media-relations"
_EMERGENCY = "https://www.police.uk/pu/contact-us/"
_RELAY = "https://www.relayuk.bt.com"
_THREADS = "https://developers.facebook.com/docs/threads/posts"
_INSTAGRAM = "https://developers.facebook.com/docs/instagram-platform/content-publishing"
_X_PRICES = "https://docs.x.com/x-api/getting-started/pricing"
_WELSH = "https://www.comisiynyddygymraeg.cymru/"

OFF = "off"
SWITCHES = (OFF, "hint", "warn", "stop")
TRUE, FITS = "it guards the promise that posts are true", "it guards the promise that posts fit"
FACT = "it is a fact, not a matter of style"
SAFE, AGREED = "it guards people who could be hurt", "it keeps what was agreed"
WELSH = "it keeps both languages equal"
LAW = "it keeps the rules of the period before an election"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule. ``fixed``: why config.yaml cannot switch it; ``override``: an approver may take it on, with a written reason."""

    name: str
    severity: Severity
    about: str
    guidance: str = ""
    fixed: str = ""
    override: bool = False


_STOP, _WARN, _HINT = Severity.STOP, Severity.WARN, Severity.HINT


def _style(name: str, severity: Severity, guidance: str, about: str) -> Rule:
    """A rule that an organisation may switch; where it made a stop of it, an approver may still override it."""
    return Rule(name=name, severity=severity, about=about, guidance=guidance, override=True)


def _fixed(name: str, severity: Severity, why: str, about: str, guidance: str = "", *, override: bool = False) -> Rule:
    return Rule(name=name, severity=severity, about=about, guidance=guidance, fixed=why, override=override)


WORDING: tuple[Rule, ...] = (
    _style("long-sentence", _HINT, _WRITING, "A sentence of ours has more than 25 words; what a speaker says is left alone."),
    _style("reading-ease", _HINT, _WRITING, "The Flesch reading ease of an English post of 30 words or more is below 40."),
    _style("capitals", _WARN, _STYLE, "A sentence, or four words in a row, are all in capitals."),
    _style("fancy-letters", _WARN, _SOCIAL, "Other signs of Unicode stand for a font; screen readers skip or spell them."),
    _style("symbols", _HINT, _STYLE, "A symbol stands for a word: &, +, =, @, w/ or an arrow."),
    _style("many-emoji", _HINT, _SOCIAL, "There are more than three emoji; each is read out by its name."),
    _style("emoji-place", _HINT, _SOCIAL, "An emoji stands before or among the words of a sentence, not after it."),
    _style("many-hashtags", _HINT, _HASHTAGS, "There are more than two hashtags."),
    _style("hashtag-case", _HINT, _SOCIAL, "A hashtag of several words does not begin each with a capital."),
    _style("many-links", _HINT, _LINKS, "There are more than two links."),
    _style("shortened-link", _WARN, _NCSC, "A shortened link hides where it leads."),
    _style("click-here", _WARN, _LINK_PURPOSE, "The words of a link say “click here”."),
    _style("link-text", _HINT, _LINK_PURPOSE, "The words of a link, like “the link below” or “more here”, do not say where it leads."),
    _style("wrong-day", _WARN, _STYLE, "A weekday or “today” does not agree with the day the post goes out, or a date with its weekday."),
    _style("past-date", _WARN, _STYLE, "The post invites to, or sets, a day that is over when it goes out."),
    _style("emergency-first", _HINT, _EMERGENCY, "In a list of numbers 999 does not stand first."),
    _style("jargon", _WARN, _WRITING, "A word of the organisation's list `jargon`, with the better word."),
    _style("blocked", _STOP, _WRITING, "Words of the organisation's list `blocked`, anywhere in a post, its cards or alt texts."),
    _fixed("split-number", _STOP, TRUE, "A phone number runs on in the next line.", _STYLE),
)
TRUTH: tuple[Rule, ...] = (
    _fixed("untraced-figure", _STOP, TRUE, "A figure has no source.", _ACCURACY, override=True),
    _fixed("changed-figure", _STOP, TRUE, "A figure is not the one that the post was made from.", _ACCURACY),
    _fixed("untraced-quote", _STOP, TRUE, "A quotation differs from the release, be it by a character.", _ACCURACY, override=True),
    _fixed("cut-quote", _STOP, TRUE, "A quotation was cut without a mark.", _ACCURACY, override=True),
    _fixed("untraced-speaker", _STOP, TRUE, "A quotation is given to somebody else than in the release.", _ACCURACY, override=True),
    _fixed("untraced-name", _WARN, TRUE, "A name has no source.", _ACCURACY),
    _fixed("untraced-link", _STOP, TRUE, "A link has no source.", _NCSC, override=True),
    _fixed("untraced-hashtag", _STOP, TRUE, "A hashtag is none of the release, the campaign or the house lines.", _PLAYBOOK, override=True),
    _fixed("untraced-eyebrow", _WARN, TRUE, "The small line over a card's title is none of the release's or the house's.", _PLAYBOOK),
    _fixed("untraced-sign", _STOP, TRUE, "A sign or a piece of advice is not the release's.", _ACCURACY, override=True),
    _fixed("changed-sign", _WARN, TRUE, "A sign that the post was made from does not stand there any more.", _ACCURACY),
    _fixed("wrong-number", _STOP, TRUE, "A phone number has no source, or a wrong digit.", _ACCURACY),
    _fixed("wrong-number-label", _STOP, TRUE, "A phone number stands with another's name or purpose.", _ACCURACY),
    _fixed("press-number", _STOP, TRUE, "A number for journalists stands in a post.", _ACCURACY),
    _fixed("number-conflict", _STOP, TRUE, "The release contradicts the register or the national list.", _ACCURACY),
    _fixed("number-doubt", _WARN, TRUE, "A number of the release cannot be right.", _ACCURACY),
    _fixed("agreed", _STOP, TRUE, "An agreed wording is incomplete, or a post uses the one that was given up.", _ACCURACY),
    _fixed("release", _STOP, TRUE, "release.txt is not the release as it was read."),
    _fixed("link", _STOP, TRUE, "With --online: a link is dead, has moved, leads to another host or to another page.", _LINKS),
    _style("day-word", _WARN, _ACCURACY, "A speaker says “today” on another day than the post's."),
    _style("unchecked-contact", _HINT, _ACCURACY, "Nobody has looked a number of the register up yet."),
)
PEOPLE: tuple[Rule, ...] = (
    _fixed("flag", _STOP, SAFE, "A safeguarding matter of the release is not acknowledged; `docs/facts.md` lists them.", _POLICE_MEDIA),
    _fixed("helpline", _WARN, SAFE, "A post that speaks of suicide or self-harm gives no helpline.", _SAMARITANS),
    _fixed("watch", _WARN, SAFE, "On a sensitive subject nobody is named who watches the replies, or not until the last post.", _PLAYBOOK),
    _fixed("pre-election", _STOP, LAW, "Before an election a politician is quoted; only the named approver may let it go.", _ELECTIONS,
           override=True),
    _style("no-text-relay", _HINT, _RELAY, "On a sensitive subject deaf people are not told how to call."),
)  # fmt: skip
PICTURES: tuple[Rule, ...] = (
    _fixed("alt", _STOP, FITS, "A picture has no alt text.", _ALT),
    _fixed("alt-length", _STOP, FITS, "An alt text is too long for an account."),
    _fixed("alt-words", _STOP, FITS, "An alt text lacks words that stand on the card.", _ALT, override=True),
    _fixed("card", _STOP, FITS, "A card cannot be drawn."),
    _fixed("picture", _STOP, FACT, "A picture is missing, damaged or of a wrong kind, or may no longer be shown."),
    _fixed("brand", _STOP, FACT, "The cards still carry the sample's name."),
)
ACCOUNTS: tuple[Rule, ...] = (
    _style("near-duplicate", _STOP, _SPAM, "Two posts of one account say nearly the same, also beside what is approved or published."),
    _fixed("account", _STOP, FACT, "A post names no account, or one that there is not."),
    _fixed("platform", _STOP, FACT, "This version cannot publish there."),
    _fixed("variant", _STOP, FACT, "A variant is for no account or platform."),
    _fixed("sample", _STOP, FACT, "The sample release would go to a live account."),
    _fixed("length", _STOP, FITS, "A text is too long for an account."),
    _fixed("many-links-here", _STOP, FITS, "Threads refuses more than five links.", _THREADS),
    _fixed("many-hashtags-here", _STOP, FITS, "Instagram refuses more than 30 hashtags, and is said to take only five.", _INSTAGRAM),
    _fixed("many-mentions-here", _STOP, FITS, "Instagram refuses more than 20 mentions, and is said to take only three.", _INSTAGRAM),
    _fixed("media-host", _STOP, FITS, "Instagram and Threads fetch pictures from an address, and config.yaml names no `media_host`."),
    _fixed("images", _STOP, FITS, "Instagram takes no post without a picture; no platform takes more than its number of them."),
    _fixed("shape", _STOP, FITS, "Instagram would cut a picture of this shape.", _INSTAGRAM),
    _fixed("threads", _STOP, FITS, "A text in parts goes to a platform that has no threads."),
    _fixed("replies", _WARN, FITS, "The platform does not let us limit who replies."),
    _style("one-topic", _HINT, _THREADS, "Threads makes a topic of the first hashtag only."),
    _style("dead-link", _HINT, _INSTAGRAM, "Nobody can tap a link in an Instagram caption."),
    _style("link-cost", _HINT, _X_PRICES, "X charges much more for a post with a link."),
)
TIMES: tuple[Rule, ...] = (
    _fixed("time", _STOP, FACT, "A time cannot be read, does not exist or happens twice."),
    _fixed("past", _STOP, FACT, "The time of a post has gone."),
    _fixed("embargo", _STOP, AGREED, "A post would go out under embargo."),
    _fixed("quiet", _STOP, AGREED, "A post lies in a quiet window.", override=True),
    _fixed("gap", _STOP, AGREED, "Two posts of one account are too close.", override=True),
    _style("window", _WARN, "", "A post lies outside of the window of the day."),
    _style("other-day", _WARN, "", "A post goes out on another day than the campaign's."),
)
LANGUAGES: tuple[Rule, ...] = (
    _fixed("unpaired", _STOP, WELSH, "In a workspace of two languages a post has no pair.", _WELSH),
    _fixed("pair-later", _STOP, WELSH, "The first language of a pair goes out later than the second.", _WELSH),
    _fixed("pair-smaller", _STOP, WELSH, "The first language of a pair has fewer accounts, pictures or links.", _WELSH),
    _style("pair-differs", _WARN, _WELSH, "The two languages of a pair quote different people."),
    _style("pair-short", _WARN, _WELSH, "The first language of a pair says much less."),
)
GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Wording": WORDING,
    "Truth": TRUTH,
    "People": PEOPLE,
    "Pictures": PICTURES,
    "Accounts": ACCOUNTS,
    "Times": TIMES,
    "Languages": LANGUAGES,
}
RULES: Mapping[str, Rule] = {rule.name: rule for group in GROUPS.values() for rule in group}
