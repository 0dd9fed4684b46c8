"""A LinkedIn organisation's page, by the versioned REST API. Source: learn.microsoft.com/linkedin, platforms.md 8.1 to 8.3.

The text is written as "little text" (a reserved character that is not escaped silently cuts the post short), the post's name comes back
in a header, and a repeat is refused with the name of the first. Without the scope r_organization_social nothing can be read back: then
an unclear outcome waits for a person.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime
from typing import Any

from campaign import text
from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused
from campaign.models import Absent, Content, Found, Key, Login, Marker, Media, Problem, Receipt, Request, Severity, Staged, Unsure, Wait
from campaign.platforms.answers import Answer, until_midnight
from campaign.platforms.base import Platform
from campaign.platforms.compare import plain

POLL = 2.0  # seconds between two looks at a picture that is being processed
OLD, DEAD = 9, 12  # months: LinkedIn retires a version about a year after its own month
NEWEST = 50  # own posts that a look-up reads
ROLES = {"ADMINISTRATOR", "CONTENT_ADMIN", "CONTENT_ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER"}


class LinkedIn(Platform):
    """One organisation's page. Options: ``organisation`` (its number), ``version`` (the API's, like 202601)."""

    title = "LinkedIn"
    default_url = "https://api.linkedin.com/rest"
    threads = False

    @property
    def author(self) -> str:
        """The page."""
        return f"urn:li:organization:{self.account.options.get('organisation', '')}"

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Upload pictures, then look at those that LinkedIn still works on."""
        staged = super().stage(content, done, reply_to)
        if isinstance(staged, Wait):
            return staged
        refs = tuple(ref if ref["ready"] else {**ref, "ready": self._processed(ref["image"])} for ref in staged.refs)
        if all(ref["ready"] for ref in refs):
            return Staged(refs=refs, ready=True)
        return Wait(seconds=POLL, staged=Staged(refs=refs))

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Ask where to, then put the bytes there."""
        asked = {"initializeUploadRequest": {"owner": self.author}}
        told = self._ask("POST", "/images", params={"action": "initializeUpload"}, json=asked).json().get("value")
        if not isinstance(told, dict) or not told.get("uploadUrl") or not told.get("image"):
            raise NotSent(f"{self.who} does not say where a picture goes.", fix="It is asked again.")
        self._put(str(told["uploadUrl"]), self.media(item.digest), item.mime)
        return {"image": str(told["image"]), "ready": False}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The body of POST /posts."""
        pictures = [{"id": ref["image"], "altText": item.alt} for ref, item in zip(staged.refs, content.media, strict=True)]
        body: dict[str, Any] = {
            "author": self.author,
            "commentary": text.sent(self.shown(content), "linkedin"),
            "visibility": "PUBLIC",
            "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if pictures:
            body["content"] = {"media": pictures[0]} if len(pictures) == 1 else {"multiImage": {"images": pictures}}
        return Request(method="POST", path="/posts", key=key, body=body, media=content.media)

    def baseline(self) -> Marker | None:
        """When the newest own post was made; None where we may not read."""
        try:
            made = [post["createdAt"] for post in self._posts(10)]
        except NotAuthorized:
            return None
        return Marker(id=str(max(made))) if made else None

    def create(self, request: Request) -> Receipt:
        """Post it. Its name stands in a header."""
        answer = self._ask(request.method, request.path, visible=True, json=dict(request.body))
        remote = answer.headers.get("x-restli-id") or answer.headers.get("x-linkedin-id")
        if not remote:
            raise self.no_id(answer.status)
        return _receipt(remote, None)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Read own posts since the marker: our pictures first, else words and number of pictures."""
        wanted, words, alike = _images(request.body), plain(_spoken(request.body["commentary"])), []
        posts = self._posts(NEWEST)
        for post in posts:
            if post["id"] in claimed or (since and post["createdAt"] <= int(since.id)):
                continue
            pictures = _images(post)
            if wanted and pictures == wanted:
                return _receipt(post["id"], post["createdAt"])
            if len(pictures) == len(wanted) and plain(_spoken(post.get("commentary", ""))) == words:
                alike.append(post)
        if len(alike) > 1:
            return Unsure(why=f"{len(alike)} posts on LinkedIn have this text. A person has to look which one it is.")
        if alike:
            return _receipt(alike[0]["id"], alike[0]["createdAt"])
        if len(posts) == NEWEST and (since is None or posts[-1]["createdAt"] > int(since.id)):
            return Unsure(why="There are too many new posts on LinkedIn to look through. A person has to look.")
        return Absent(proven=False, why="The post is not among our newest on LinkedIn.")

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Is it whole? A mark that was not escaped cuts a post short without a word."""
        post = self._ask("GET", f"/posts/{_quoted(receipt.id)}").json()
        there, sent = plain(_spoken(post.get("commentary", ""))), plain(_spoken(request.body["commentary"]))
        if there == sent and len(_images(post)) == len(request.media):
            return []
        said = f"{self.account.id}: the post on LinkedIn is not whole: {len(there)} of {len(sent)} characters."
        return [Problem(rule="confirm", severity=Severity.WARN, message=said, fix="Look at it.", source="platforms")]

    def delete(self, receipt: Receipt) -> None:
        """Delete it; gone already is fine."""
        self._ask("DELETE", f"/posts/{_quoted(receipt.id)}", accept=(404,))

    def verify(self) -> Login:
        """Whether the person behind the login may post for the page."""
        found = self._ask("GET", "/organizationAcls", params={"q": "roleAssignee"}, headers={"X-RestLi-Method": "FINDER"}).json()
        mine = [e for e in found.get("elements", ()) if e.get("organization") == self.author and e.get("state") == "APPROVED"]
        roles = tuple(str(entry.get("role")) for entry in mine)
        if not ROLES & set(roles):
            said = f"{self.who}: this login has no role on the page {self.author} that lets it post."
            raise NotAuthorized(said, fix="Have an administrator of the page make this person a content administrator.")
        page = self._ask("GET", f"/organizations/{self.account.options.get('organisation', '')}").json()
        return Login(handle=str(page.get("vanityName") or self.author), name=str(page.get("localizedName", "")), scopes=roles)

    def bearer(self) -> str | None:
        """The access token goes with every call."""
        return self.secret("ACCESS_TOKEN")

    def notices(self, today: date) -> list[str]:
        """A version that LinkedIn will retire soon: from then on it takes no post."""
        version = self.account.options.get("version", "")
        if not (version.isdecimal() and len(version) == 6):
            return [f"the API's version '{version}' is not LinkedIn's: write year and month, like {today:%Y%m}."]
        age = (today.year - int(version[:4])) * 12 + today.month - int(version[4:])
        if age <= OLD:
            return []
        fix = f"set `version` in config.yaml to one of the last months, then try it: campaign doctor --online ({self.account.id})"
        when = "may be retired by now" if age >= DEAD else f"is retired in about {DEAD - age} {'month' if DEAD - age == 1 else 'months'}"
        return [f"the API's version {version} is {age} months old and {when}: {fix}"]

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """What a repeat, a limit, a role and a retired version look like here."""
        said, code = self.words(answer), _code(answer)
        match answer.status:
            case 422 | 409 if "DUPLICATE_POST" in code or "duplicate of urn:" in said.lower():
                reference = next((word.strip(".,") for word in said.split() if word.startswith("urn:li:")), None)
                return OutcomeUnknown(f"{self.who} says that this is posted already ({said}).", reference=reference, fix="It is looked up.")
            case 429:
                wait = until_midnight(answer.headers)
                fix = "LinkedIn counts calls by the day, until midnight UTC. It is tried again after that."
                return RateLimited(f"{self.who} takes no more calls today ({said}).", retry_after=wait, fix=fix)
            case 403:
                fix = f"Its login needs w_organization_social and a role on the page: campaign connect {self.account.id}"
                return NotAuthorized(f"{self.who} does not let us do this ({said}).", fix=fix)
            case 426:
                fix = "Set `version` of this account in config.yaml to one of the last months, then resume it."
                return AccountBlocked(f"{self.who} has retired the API's version {self.account.options.get('version')} ({said}).", fix=fix)
        return None

    def _ask(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **named: Any) -> Answer:
        told = {"LinkedIn-Version": self.account.options.get("version", ""), "X-Restli-Protocol-Version": "2.0.0", **(headers or {})}
        return self.call(method, path, headers=told, **named)

    def _put(self, address: str, data: bytes, mime: str) -> None:
        """The address is LinkedIn's own; a login is shown to no other host."""
        host, ours = (urllib.parse.urlsplit(one).hostname or "" for one in (address, self.base_url))
        if host != ours and not host.endswith(".linkedin.com"):
            raise Refused(f"{self.who} sends a picture to {host}, which is not LinkedIn.", fix="Tell whoever looks after Campaign.")
        self.call("PUT", "", at=address, content=data, headers={"Content-Type": mime}, seconds=self.upload_seconds())

    def _processed(self, image: str) -> bool:
        status = self._ask("GET", f"/images/{_quoted(image)}").json().get("status")
        if status == "PROCESSING_FAILED":
            raise Refused(f"{self.who} cannot process a picture.", fix="Use another picture.")
        return status == "AVAILABLE"

    def _posts(self, count: int) -> list[dict[str, Any]]:
        """Own posts, newest first."""
        query = {"author": self.author, "q": "author", "count": str(count), "sortBy": "CREATED"}
        found = self._ask("GET", "/posts", params=query, headers={"X-RestLi-Method": "FINDER"}).json().get("elements")
        if not isinstance(found, list):
            raise NotSent(f"{self.who} answered without a list of posts.", fix="It is asked again.")
        return [post for post in found if isinstance(post, dict) and post.get("id") and isinstance(post.get("createdAt"), int)]


def _images(post: Mapping[str, Any]) -> list[str]:
    """The names of a post's pictures."""
    content = post.get("content") or {}
    several = content.get("multiImage", {}).get("images")
    return [str(one.get("id")) for one in several or ([content["media"]] if "media" in content else [])]


def _spoken(commentary: str) -> str:
    """Little text as people read it."""
    return commentary.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")


def _code(answer: Answer) -> str:
    details = answer.json().get("errorDetails")
    errors = details.get("inputErrors") if isinstance(details, dict) else None
    return ",".join(str(e.get("code")) for e in errors or () if isinstance(e, dict))


def _quoted(urn: str) -> str:
    return urllib.parse.quote(urn, safe="")


def _receipt(remote: str, made: int | None) -> Receipt:
    published = None if made is None else datetime.fromtimestamp(made / 1000, UTC)
    return Receipt(id=remote, url=f"https://www.linkedin.com/feed/update/{remote}", published_at=published)
