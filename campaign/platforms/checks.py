"""What a platform would refuse or leave out, found before approval: pure and offline."""

from __future__ import annotations

from campaign.models import Content, Limits, Measure, Problem, Severity


def all_of(
    content: Content, measured: Measure, limits: Limits, title: str, account: str, *, limits_replies: bool, threads: bool = True
) -> list[Problem]:
    """Every problem of a post on one account, the hard ones first."""
    found = [*_length(measured, title), *_pictures(content, limits, title), *_link(content, title)]
    if content.parts > 1 and not threads:
        said = f"the text has {content.parts} parts, and {title} has no threads."
        found.append(_problem("threads", Severity.STOP, said, "Give this account one text of its own."))
    if content.replies != "everyone" and not limits_replies:
        said = f"{title} does not let us limit who replies: everyone can."
        found.append(_problem("replies", Severity.WARN, said, "Watch the replies, or leave this account out."))
    return [Problem(rule=p.rule, severity=p.severity, message=f"{account}: {p.message}", fix=p.fix, source=p.source) for p in found]


def _length(measured: Measure, title: str) -> list[Problem]:
    if measured.fits:
        return []
    said = f"the text is too long for {title}: {measured.length} of {measured.limit}."
    return [_problem("length", Severity.STOP, said, "Shorten it, or give this account its own wording.")]


def _pictures(content: Content, limits: Limits, title: str) -> list[Problem]:
    found = []
    if len(content.media) > limits.images:
        said = f"{len(content.media)} pictures, and {title} takes {limits.images}."
        found.append(_problem("images", Severity.STOP, said, "Take some out."))
    if not limits.alt and any(item.alt for item in content.media):
        said = f"{title} has no field for alt text: who cannot see the picture has only the post's own words."
        found.append(_problem("alt", Severity.HINT, said, "Let the text say what the picture says."))
    for n, item in enumerate(content.media, 1):
        if limits.alt and len(item.alt) > limits.alt:
            said = f"the alt text of picture {n} has {len(item.alt)} characters, and {title} takes {limits.alt}."
            found.append(_problem("alt", Severity.STOP, said, "Shorten it."))
        if item.mime not in limits.formats:
            said = f"picture {n} is {item.mime}, which {title} does not take."
            found.append(_problem("format", Severity.STOP, said, f"Use {' or '.join(limits.formats)}."))
        if item.size > limits.image_bytes:
            said = f"picture {n} has {item.size} bytes, and {title} takes {limits.image_bytes}."
            found.append(_problem("bytes", Severity.STOP, said, "Use a smaller picture."))
    return found


def _link(content: Content, title: str) -> list[Problem]:
    if not content.link or content.link in content.text:
        return []
    said = f"the link {content.link} is not in the text, and {title} shows no other."
    return [_problem("link", Severity.WARN, said, "Write the link into the text.")]


def _problem(rule: str, severity: Severity, message: str, fix: str) -> Problem:
    return Problem(rule=rule, severity=severity, message=message, fix=fix, source="platforms")
