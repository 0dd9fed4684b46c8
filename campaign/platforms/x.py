"""X: tweepy signs and shapes the calls, our own transport makes them. Source of the rules: X's OpenAPI document 2.167.

X has no content warning of its own for text, so ours stands in front of it; pictures are marked as sensitive with it.
There is no idempotency key: a lost answer is settled by reading our own posts back, which proves presence, never absence.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping, Set
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError
from campaign.models import Absent, Content, Found, Idempotency, Key, Login, Marker, Media, Receipt, Request, Staged, Unsure
from campaign.platforms.answers import Answer
from campaign.platforms.base import Platform
from campaign.platforms.compare import plain

if TYPE_CHECKING:
    import requests
    import tweepy  # type: ignore[import-untyped]  # it ships no types

FIXED_HOST = "https://api.twitter.com"  # what tweepy has written into its code
# X knows no "followers only": the nearest that keeps strangers out is the accounts that we follow.
REPLIES = {"followers": "following", "none": "mentionedUsers"}
FIELDS = ["created_at", "text", "entities", "attachments", "note_tweet"]
PAGES = 5  # pages of 100 that a look-up reads before it gives up


class X(Platform):
    """One X account, with OAuth 1.0a keys that do not expire."""

    title = "X"
    default_url = "https://api.x.com"
    limits_replies: ClassVar[bool] = True
    _user: dict[str, Any] | None = None

    @property
    def kind(self) -> Idempotency:
        """Read-back, and a 403 for the same text that is only a hint."""
        return Idempotency.DETECT

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Upload one picture, then its alt text and sensitivity."""
        packed = base64.b64encode(self.media(item.digest)).decode("ascii")
        answer = self._client(seconds=self.upload_seconds()).request(
            "POST", "/2/media/upload", json={"media": packed, "media_category": "tweet_image"}, user_auth=True
        )
        data = _object(answer, "data")
        if not data.get("id"):
            raise NotSent(f"{self.who} took a picture without giving its id.", fix="It is uploaded again.")
        metadata: dict[str, Any] = {"alt_text": {"text": item.alt}} if item.alt else {}
        if content.warning:
            metadata["sensitive_media_warning"] = {"adult_content": False, "graphic_violence": False, "other": True}
        if metadata:
            self._client().request("POST", "/2/media/metadata", json={"id": data["id"], "metadata": metadata}, user_auth=True)
        return {"id": str(data["id"])}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The body of POST /2/tweets."""
        body: dict[str, Any] = {"text": self.shown(content)}
        if staged.refs:
            body["media"] = {"media_ids": [ref["id"] for ref in staged.refs]}
        if reply_to:
            body["reply"] = {"in_reply_to_tweet_id": reply_to.id}
        elif content.replies in REPLIES:
            body["reply_settings"] = REPLIES[content.replies]
        return Request(method="POST", path="/2/tweets", key=key, body=body, media=content.media)

    def baseline(self) -> Marker | None:
        """The newest own post. X bills this read: the id of the last receipt serves as well."""
        answer = self._client().get_users_tweets(self._me()["id"], max_results=5, user_auth=True)
        newest = max((int(post["id"]) for post in self._listed(answer)), default=None)
        return Marker(id=str(newest)) if newest is not None else None

    def create(self, request: Request) -> Receipt:
        """Post it: the journalled body, exactly."""
        answer = self._client(visible=True).request(request.method, request.path, json=dict(request.body), user_auth=True)
        remote = _object(answer, "data").get("id")
        if not remote:
            raise self.no_id(answer.status_code)
        return self._receipt(str(remote), request)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Read own posts since the marker: our media ids first, else text and number of pictures."""
        wanted = {str(ref) for ref in request.body.get("media", {}).get("media_ids", [])}
        alike = []
        for post in self._posts(since):
            if post is None:
                return Unsure(why="There are too many new posts on X to look through. A person has to look.")
            if post["id"] in claimed:
                continue
            keys = {key.rpartition("_")[2] for key in post.get("attachments", {}).get("media_keys", [])}
            if wanted and keys == wanted:
                return self._receipt(post["id"], request)
            if len(keys) == len(wanted) and plain(_written(post, pictures=bool(keys))) == plain(request.body["text"]):
                alike.append(post["id"])
        if len(alike) > 1:
            return Unsure(why=f"{len(alike)} posts on X have this text. A person has to look which one it is.")
        if alike:
            return self._receipt(alike[0], request)
        return Absent(proven=False, why="The post is not among our newest on X; X may show it late.")

    def delete(self, receipt: Receipt) -> None:
        """Take it down."""
        import tweepy

        try:
            self._client(accept=(404,)).delete_tweet(receipt.id, user_auth=True)
        except tweepy.NotFound:
            return

    def verify(self) -> Login:
        """Who we are."""
        self._user = None
        me = self._me()
        return Login(handle=me["username"], name=me.get("name", ""))

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """The 403s and 400s of X that are no refusal of the post."""
        data, said, who = answer.json(), self.words(answer), self.who
        kind, low = str(data.get("type", "")), said.lower()
        if answer.status == 403 and "duplicate" in low:
            fix = "It is looked up; it may be an older post."
            return OutcomeUnknown(f"{who} says that this text was posted already ({said}).", fix=fix)
        if "usage-capped" in kind or "credits" in kind:
            return AccountBlocked(f"{who} does not serve this account now ({said}).", fix="Buy credit or raise the spending limit.")
        if answer.status == 403 and ("client-forbidden" in kind or "oauth1-permissions" in kind):
            return NotAuthorized(f"{who} does not let this app post ({said}).", fix="Set the app to Read and Write, then make new tokens.")
        if answer.status == 403 and "deleted or not visible" in low:
            return NotSent(f"{who} does not show the post before this one yet ({said}).", fix="It is tried again.")
        if answer.status == 400 and "media ids are invalid" in low:
            return NotSent(f"{who} has dropped the uploaded pictures ({said}).", stale=True, fix="They are uploaded again.")
        return None

    def _posts(self, since: Marker | None) -> Iterator[dict[str, Any] | None]:
        """Own posts after the marker, newest first; None where there are more than we read."""
        token = None
        for _ in range(PAGES):
            more: dict[str, Any] = {**({"since_id": since.id} if since else {}), **({"pagination_token": token} if token else {})}
            answer = self._client().get_users_tweets(self._me()["id"], max_results=100, tweet_fields=FIELDS, user_auth=True, **more)
            yield from self._listed(answer)
            token = _object(answer, "meta").get("next_token")
            if not token:
                return
        yield None

    def _listed(self, answer: requests.Response) -> list[dict[str, Any]]:
        """The posts of a timeline page; an answer that is no page must not look like an empty one."""
        data = _whole(answer)
        if "meta" not in data:
            raise NotSent(f"{self.who} answered without a list of posts.", fix="It is asked again.")
        return list(data.get("data", []))

    def _me(self) -> dict[str, Any]:
        if self._user is None:
            self._user = _object(self._client().get_me(user_auth=True), "data")
        if "id" not in self._user or "username" not in self._user:
            self._user = None
            raise NotSent(f"{self.who} did not say who we are.", fix="It is tried again.")
        return self._user

    def _receipt(self, remote: str, request: Request) -> Receipt:
        handle = (self.account.handle or "i/web").lstrip("@")
        return Receipt(id=remote, url=f"https://x.com/{handle}/status/{remote}", published_at=request.key.created_at)

    def _client(self, *, visible: bool = False, seconds: float | None = None, accept: tuple[int, ...] = ()) -> tweepy.Client:
        """A new client for each call; its session hands every request to our transport."""
        import requests
        import tweepy

        from campaign.platforms.bridge import Session

        client = tweepy.Client(
            consumer_key=self.secret("API_KEY"),
            consumer_secret=self.secret("API_SECRET"),
            access_token=self.secret("ACCESS_TOKEN"),
            access_token_secret=self.secret("ACCESS_SECRET"),
            return_type=requests.Response,
        )
        send = partial(self.send, visible=visible, seconds=seconds, accept=accept)
        client.session = Session(send, fixed=FIXED_HOST, base_url=self.base_url)
        return client


def _whole(response: requests.Response) -> dict[str, Any]:
    return Answer(status=response.status_code, headers={}, body=response.content).json()


def _object(response: requests.Response, key: str) -> dict[str, Any]:
    """One object of an answer; an empty one where there is none."""
    value = _whole(response).get(key)
    return value if isinstance(value, dict) else {}


def _written(post: Mapping[str, Any], *, pictures: bool) -> str:
    """A post's text as we wrote it: X shortens links, escapes &, < and >, and appends a link to the pictures."""
    words = str(post.get("note_tweet", {}).get("text") or post.get("text", ""))
    for link in post.get("entities", {}).get("urls", []):
        mine = "" if pictures and link.get("media_key") else link.get("expanded_url", "")
        words = words.replace(link["url"], mine)
    return html.unescape(words)
