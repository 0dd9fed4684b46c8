"""A Telegram channel, through a bot that may post there. Source: core.telegram.org/bots/api.

Nothing on Telegram tells a repeat from a new post, and a bot cannot read its channel's history: an unclear outcome always waits for a
person. To make one rare, ``staging`` names a private chat to which pictures are uploaded first, so that the visible call is small.
The token is part of every address, so addresses are never shown. There is no field for alt text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from campaign import text
from campaign.errors import AccountBlocked, NotAuthorized, NotSent, PublishError, RateLimited
from campaign.models import Content, Idempotency, Key, Login, Media, Problem, Receipt, Request, Staged
from campaign.platforms import checks
from campaign.platforms.answers import Answer, waits
from campaign.platforms.base import Platform

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


class Telegram(Platform):
    """One channel. Options: ``channel`` (@name or -100…), ``staging`` (a private chat of the bot for uploads)."""

    title = "Telegram"
    default_url = "https://api.telegram.org"

    @property
    def kind(self) -> Idempotency:
        """Nothing to look up: a person has to look."""
        return Idempotency.BLIND

    @property
    def channel(self) -> str:
        """Where it posts."""
        return self.account.options.get("channel", "")

    def check(self, content: Content) -> list[Problem]:
        """A text under pictures is a caption, which may have less."""
        measured = text.measure(self.shown(content), "telegram", limits=self.limits(), pictured=bool(content.media))
        return checks.all_of(content, measured, self.limits(), self.title, self.account.id, limits_replies=False)

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """With a staging chat: upload there and keep the file's id. Without one the bytes go along with the visible call."""
        chat, data = self.account.options.get("staging"), self.media(item.digest)
        if not chat:
            return {"digest": item.digest, "bytes": len(data)}
        file = {"photo": (f"image.{ENDINGS.get(item.mime, 'bin')}", data, item.mime)}
        sent = self._ask("sendPhoto", seconds=self.upload_seconds(), data={"chat_id": chat, "disable_notification": "true"}, files=file)
        sizes = sent.get("photo") if isinstance(sent, dict) else None
        if not sizes or not sizes[-1].get("file_id"):
            raise NotSent(f"{self.who} took a picture without giving its id.", fix="It is uploaded again.")
        return {"file_id": sizes[-1]["file_id"]}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """sendMessage, sendPhoto or (for several) sendMediaGroup."""
        words, refs = text.sent(self.shown(content), "telegram"), staged.refs
        body: dict[str, Any] = {"chat_id": self.channel}
        if reply_to:
            body["reply_parameters"] = {"message_id": int(reply_to.id)}
        sources = [ref.get("file_id") or f"attach://image-{n}" for n, ref in enumerate(refs, 1)]
        spoiler = {"has_spoiler": True} if content.warning else {}
        if not refs:
            method, body = "sendMessage", {**body, "text": words, "parse_mode": "HTML"}
        elif len(refs) == 1:
            method, body = "sendPhoto", {**body, "photo": sources[0], "caption": words, "parse_mode": "HTML", **spoiler}
        else:
            first = {"caption": words, "parse_mode": "HTML"}
            album = [{"type": "photo", "media": one, **(first if n == 0 else {}), **spoiler} for n, one in enumerate(sources)]
            method, body = "sendMediaGroup", {**body, "media": album}
        attached = () if any("file_id" in ref for ref in refs) else content.media
        return Request(method="POST", path=f"/{method}", key=key, body=body, media=attached)

    def create(self, request: Request) -> Receipt:
        """Send it. Pictures without a file id go along as a form."""
        body, method = request.body, request.path.removeprefix("/")
        if not request.media:
            sent = self._ask(method, visible=True, json=dict(body))
            return self._receipt(sent)
        names = [f"image-{n}" for n in range(1, len(request.media) + 1)]
        files = {
            name: (f"{name}.{ENDINGS.get(item.mime, 'bin')}", self.media(item.digest), item.mime)
            for name, item in zip(names, request.media, strict=True)
        }
        form = {name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for name, value in body.items()}
        return self._receipt(self._ask(method, visible=True, data=form, files=files))

    def delete(self, receipt: Receipt) -> None:
        """Delete every message of the post; gone already is fine."""
        for remote in receipt.extra.get("messages", receipt.id).split(","):
            body = {"chat_id": self.channel, "message_id": int(remote)}
            answer = self.call("POST", self._path("deleteMessage"), json=body, accept=(400,))
            if answer.status == 400 and "message to delete not found" not in self.words(answer).lower():
                self.accepted(answer, visible=False)

    def verify(self) -> Login:
        """Who the bot is, and whether it may post in the channel and take posts down."""
        me = self._object("getMe", {})
        chat = self._object("getChat", {"chat_id": self.channel})
        member = self._object("getChatMember", {"chat_id": self.channel, "user_id": me.get("id")})
        rights = tuple(name for name in ("can_post_messages", "can_delete_messages") if member.get(name))
        if member.get("status") != "creator" and "can_post_messages" not in rights:
            said = f"{self.who}: @{me.get('username')} may not post in {self.channel}."
            raise NotAuthorized(said, fix="Make the bot an administrator of the channel, with the right to post and to delete messages.")
        return Login(handle=f"@{me.get('username')}", name=str(chat.get("title", self.channel)), scopes=rights)

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """Telegram says the status again in its body, with what to wait for."""
        data, said = answer.json(), self.words(answer)
        told = data.get("parameters")
        again = told if isinstance(told, dict) else {}
        match answer.status:
            case 429:
                wait = waits(again.get("retry_after"))
                return RateLimited(f"{self.who} asks to wait {wait:.0f} seconds.", retry_after=wait, fix="It is tried again after that.")
            case 401 | 404:
                fix = f"Get a new token from @BotFather: campaign connect {self.account.id}"
                return NotAuthorized(f"{self.who} does not accept the bot's token ({said}).", fix=fix)
            case 403:
                return NotAuthorized(f"{self.who} does not let the bot in ({said}).", fix="Make it an administrator of the channel.")
            case 400 if "chat not found" in said.lower() or "migrate_to_chat_id" in again:
                return AccountBlocked(f"{self.who}: there is no channel {self.channel} ({said}).", fix="Correct `channel` in config.yaml.")
        return None

    def words(self, answer: Answer) -> str:
        """What Telegram says stands in ``description``."""
        said = answer.json().get("description")
        return self.scrub(said) if isinstance(said, str) and said else super().words(answer)

    def _path(self, method: str) -> str:
        return f"/bot{self.secret('BOT_TOKEN')}/{method}"

    def _ask(self, method: str, *, visible: bool = False, seconds: float | None = None, **body: Any) -> Any:
        answer = self.call("POST", self._path(method), visible=visible, seconds=seconds, **body)
        data = answer.json()
        if not data.get("ok"):
            if visible:
                raise self.no_id(answer.status)
            raise NotSent(f"{self.who} gave no clear answer.", fix="It is tried again.")
        return data.get("result")

    def _object(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        found = self._ask(method, json=dict(body))
        if not isinstance(found, dict):
            raise NotSent(f"{self.who} answered {method} without an object.", fix="It is tried again.")
        return found

    def _receipt(self, sent: Any) -> Receipt:
        messages = [one for one in (sent if isinstance(sent, list) else [sent]) if isinstance(one, dict) and one.get("message_id")]
        if not messages:
            raise self.no_id(200)
        ids = [str(one["message_id"]) for one in messages]
        at = messages[0].get("date")
        published = datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None
        more = {"messages": ",".join(ids)} if len(ids) > 1 else {}
        return Receipt(id=ids[0], url=self._address(ids[0]), published_at=published, extra=more)

    def _address(self, remote: str) -> str:
        """A public channel's address has its name, a private one's its number without the -100."""
        if self.channel.startswith("@"):
            return f"https://t.me/{self.channel[1:]}/{remote}"
        return f"https://t.me/c/{self.channel.removeprefix('-100')}/{remote}"
