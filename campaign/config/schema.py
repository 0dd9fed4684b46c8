"""Every key of config.yaml: its type, default, meaning and example. The reference in the docs is generated from here.

Values arrive as the text that stands in the file (`campaign.yamlfile`); `campaign.config.values` reads them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from campaign.config.values import Bool, Country, Day, Handle, Kept, Language, Length, Switch, Text, Time, Url, Version, Whole, Window, Zone
from campaign.models import AlertRole, ContactKind, Purpose


class Section(BaseModel):
    """A group of settings: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class AccountSection(Section):
    """One profile on a platform. Which keys it needs depends on the platform."""

    platform: Text = Field(description="Which platform the account is on.", examples=["mastodon"])
    handle: Handle | None = Field(
        default=None, description="The account's public name. Bluesky signs in with it.", examples=["force.example.org"]
    )
    base_url: Url | None = Field(
        default=None,
        description="Address of the server; https, or plain http on this machine.",
        examples=["https://mastodon.example"],
    )
    group: Text | None = Field(
        default=None, description="Accounts of one group belong to one team and are shown together.", examples=["force"]
    )
    limit: Whole | None = Field(
        default=None, description="Most characters in a post, where the account has another limit than usual.", examples=["25000"]
    )
    resend: Literal["proven", "likely"] = Field(
        default="proven",
        description="When an unclear post may be sent again: only when its absence is proven, or when it is likely.",
        examples=["proven"],
    )
    threads: Literal["off", "plain", "numbered"] = Field(
        default="off",
        description="Whether a text that is too long here is parted between its sentences, and whether the parts are numbered.",
        examples=["numbered"],
    )
    page: Text | None = Field(default=None, description="Facebook: the page's number.", examples=["100000000000001"])
    user: Text | None = Field(default=None, description="Instagram and Threads: the user's number.", examples=["17841400000000001"])
    organisation: Text | None = Field(default=None, description="LinkedIn: the organisation's number.", examples=["1000001"])
    version: Version | None = Field(default=None, description="LinkedIn and Meta: the API's version (Meta: v25.0).", examples=["202601"])
    place: Text | None = Field(default=None, description="Hand-off: where a person posts it.", examples=["Nextdoor"])
    staging: Text | None = Field(
        default=None,
        description="Telegram: a private chat of the bot to which pictures go first, so that the visible call is small.",
        examples=["-1001000000001"],
    )
    channel: Text | None = Field(default=None, description="Telegram: the channel's name or number.", examples=["@exampleforce"])


class MentionSection(Section):
    """One name and its handles, by platform."""

    name: Text = Field(description="What stands there on a platform without a handle.", examples=["Childline"])
    x: Text | None = Field(default=None, description="Its handle on X.", examples=["@childline"])
    bluesky: Text | None = Field(default=None, description="Its handle on Bluesky.", examples=["childline.example"])
    mastodon: Text | None = Field(default=None, description="Its handle on Mastodon, with its server.", examples=["@us@social.example"])
    facebook: Text | None = Field(default=None, description="Its page's name on Facebook.", examples=["childline"])
    instagram: Text | None = Field(default=None, description="Its handle on Instagram.", examples=["@childline"])
    threads: Text | None = Field(default=None, description="Its handle on Threads.", examples=["@childline"])
    telegram: Text | None = Field(default=None, description="Its channel on Telegram.", examples=["@childline"])


class QuietSection(Section):
    """A stretch of wall time in which nothing goes out."""

    start: Time = Field(alias="from", description="When it begins, as wall time.", examples=["11:00"])
    end: Time = Field(alias="to", description="When it ends; a post may go out from then on.", examples=["11:02"])
    on: Day | None = Field(
        default=None, alias="date", description="The only day it holds on; without it, every day.", examples=["2026-11-11"]
    )
    why: str = Field(default="", description="What people are told.", examples=["two-minute silence"])

    @model_validator(mode="after")
    def _in_order(self) -> QuietSection:
        if self.start >= self.end:
            raise ValueError(f"It ends ({self.end}) before it begins ({self.start}). Over midnight, write two entries.")
        return self


class ScheduleSection(Section):
    """When posts may go out."""

    window: Window = Field(
        default=("07:30", "21:00"), description="Posts are planned between these wall times.", examples=["07:30-21:00"]
    )
    gap: Length = Field(
        default=timedelta(minutes=45), description="Least time between two posts of one account: 0, 90s, 45m, 2h.", examples=["45m"]
    )
    grace: Length = Field(
        default=timedelta(minutes=30), description="A post later than this is not sent but reported as missed.", examples=["30m"]
    )
    per_day: dict[str, Whole] = Field(
        default_factory=dict,
        description="Most posts a day, by account or platform, where it differs from the usual.",
        examples=["{force-x: 8}"],
    )
    quiet: list[QuietSection] = Field(
        default_factory=list, description="Stretches in which nothing goes out.", examples=[[{"from": "11:00", "to": "11:02"}]]
    )

    @model_validator(mode="after")
    def _some_grace(self) -> ScheduleSection:
        # the tick looks every 15 s: with less than a minute's grace healthy posts would count as missed
        if not timedelta(minutes=1) <= self.grace <= timedelta(hours=12):
            raise ValueError("`grace` must lie between 1m and 12h.")
        return self


class ApprovalSection(Section):
    """What it takes to sign a post off."""

    required: Bool = Field(default=True, description="Whether a post must be approved before it is sent.", examples=["true"])
    four_eyes: Bool = Field(
        default=True, description="Whether somebody else than its last editor must approve it.", examples=["true"]
    )
    covers_time: Bool = Field(
        default=False, description="Whether a new time within the day withdraws the approval too.", examples=["false"]
    )


class ContactSection(Section):
    """A number or address that posts may use besides the release's own."""

    kind: ContactKind = Field(description="What it is.", examples=["phone"])
    value: Text = Field(description="As it is printed.", examples=["0800 555 111"])
    label: Text = Field(description="Whose it is.", examples=["Crimestoppers"])
    purpose: Purpose = Field(description="What people use it for.", examples=["anonymous"])
    source: Text | None = Field(default=None, description="Where it can be checked.", examples=["https://crimestoppers-uk.org"])
    checked: Day | None = Field(default=None, description="When somebody last checked it.", examples=["2026-03-02"])


class HouseLineSection(Section):
    """Wording that is approved once and may stand in any post."""

    id: Text = Field(description="Its short name.", examples=["one-sign"])
    text: Text = Field(description="The wording.", examples=["One sign on its own may mean little."])


class PreElectionSection(Section):
    """A period before an election, in which quotes by politicians wait for one person."""

    start: Day = Field(alias="from", description="Its first day.", examples=["2027-03-22"])
    end: Day = Field(alias="to", description="Its last day, the day of the election.", examples=["2027-05-06"])
    approver: Text = Field(description="Who alone may let a quote by a politician go out.", examples=["Mo Reed"])
    why: str = Field(default="", description="What people are told.", examples=["local elections"])

    @model_validator(mode="after")
    def _in_order(self) -> PreElectionSection:
        if self.start > self.end:
            raise ValueError(f"It ends ({self.end}) before it begins ({self.start}).")
        return self


class AlertSection(Section):
    """Where alarms go. An entry may also be an address alone: it gets every alarm."""

    to: Text = Field(description="An Apprise address.", examples=["${CAMPAIGN_ALERT_DEPUTY}"])
    role: AlertRole | None = Field(
        default=None, description="Whose alarms it gets, as docs/alerts.md says; without it, every alarm.", examples=["deputy"]
    )

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, written: object) -> object:
        return {"to": written} if isinstance(written, str) else written


class SourcesSection(Section):
    """Where releases are read from."""

    allow_private: Bool = Field(
        default=False,
        description="Whether a release may be read from an address of this machine or of a private network, like your intranet.",
        examples=["true"],
    )


class MediaHostSection(Section):
    """Where pictures stand for Instagram and Threads, which fetch them from an address: a folder, a bucket or the studio."""

    folder: Text | None = Field(
        default=None, description="A folder that your web server publishes under `base_url`.", examples=["public/cards"]
    )
    bucket: Text | None = Field(
        default=None,
        description="A bucket of S3-compatible storage at `base_url`; its keys are CAMPAIGN_MEDIA_HOST_ACCESS_KEY and …_SECRET_KEY.",
        examples=["force-cards"],
    )
    studio: Url | None = Field(
        default=None, description="The studio's own address behind your domain; it serves the pictures itself.", examples=["https://campaign.example"]
    )
    base_url: Url | None = Field(
        default=None, description="The folder's public address, or the storage's.", examples=["https://www.force.example/cards"]
    )
    region: Text = Field(default="us-east-1", description="The bucket's region.", examples=["eu-west-2"])
    expires: Length = Field(
        default=timedelta(hours=48), description="How long a bucket's address can be fetched: 24h to 168h.", examples=["48h"]
    )

    @model_validator(mode="after")
    def _one_kind(self) -> MediaHostSection:
        if sum(kind is not None for kind in (self.folder, self.bucket, self.studio)) != 1:
            raise ValueError("Say one of `folder`, `bucket` and `studio`.")
        if self.studio is None and self.base_url is None:
            raise ValueError("`base_url` is missing: the address under which the pictures can be fetched.")
        # Platforms fetch a picture up to a day after they were told its address; a presigned one lives a week at most.
        if not timedelta(hours=24) <= self.expires <= timedelta(days=7):
            raise ValueError("`expires` must lie between 24h and 168h.")
        return self


class RetentionSection(Section):
    """How long the record is kept. What is taken out leaves its digest, and an event that says so; without a length, it stays."""

    content: Kept | None = Field(
        default=None, description="What posts said and showed, counted from when they went out: 90d, 24 months, 7y.", examples=["24 months"]
    )
    names: Kept | None = Field(
        default=None, description="Who did what and the reasons they gave; times, outcomes and addresses stay.", examples=["7y"]
    )


class ConfigSection(Section):
    """config.yaml as a whole."""

    organisation: Text = Field(description="The organisation's name.", examples=["Example Constabulary"])
    country: Country = Field(
        default="GB", description="Two letters; telephone numbers are read as this country's.", examples=["GB"]
    )
    timezone: Zone = Field(
        default="Europe/London", description="All wall times of the workspace are in this zone.", examples=["Europe/London"]
    )
    languages: list[Language] = Field(
        default=["en"], min_length=1, description="With two, every post needs its pair in the other.", examples=[["cy", "en"]]
    )
    accounts: dict[str, AccountSection] = Field(
        min_length=1,
        description="The profiles to publish as, by a short id of letters, digits, - and _.",
        examples=[{"practice": {"platform": "outbox"}}],
    )
    schedule: ScheduleSection = Field(
        default_factory=ScheduleSection, description="When posts may go out.", examples=[{"gap": "45m"}]
    )
    approval: ApprovalSection = Field(
        default_factory=ApprovalSection, description="Who signs posts off.", examples=["{four_eyes: true}"]
    )
    on_unknown: Literal["go_on", "hold"] = Field(
        default="go_on",
        description="What an account does while the outcome of one of its posts is unclear. Two unclear ones always hold it.",
        examples=["go_on"],
    )
    contacts: list[ContactSection] = Field(
        default_factory=list,
        description="The contact register: numbers and links that may be used besides the release's own.",
        examples=[[{"kind": "phone", "value": "0800 555 111", "label": "Crimestoppers", "purpose": "anonymous"}]],
    )
    house_lines: list[HouseLineSection] = Field(
        default_factory=list,
        description="Wording approved once.",
        examples=[[{"id": "one-sign", "text": "One sign on its own may mean little."}]],
    )
    mentions: dict[str, MentionSection] = Field(
        default_factory=dict,
        description="Who posts may mention: `@childline` in a post becomes its handle on each platform, or its name where it has none.",
        examples=["{childline: {name: Childline, x: \"@childline\", bluesky: childline.example}}"],
    )
    lint: dict[str, Switch] = Field(
        default_factory=dict,
        description="Rules of `campaign check` that are switched: off, or made a hint, warn or stop. docs/rules.md lists them.",
        examples=["{emoji-place: off, long-sentence: warn}"],
    )
    jargon: dict[str, Text] = Field(
        default_factory=dict,
        description="Words of your own trade that the public should not have to read, each with the better one.",
        examples=["{IDVA: specialist adviser}"],
    )
    blocked: list[Text] = Field(
        default_factory=list, description="Words and phrases that must not stand in any post.", examples=[["hot spot of crime"]]
    )
    pre_election: list[PreElectionSection] = Field(
        default_factory=list,
        description="Periods before elections, in which quotes by politicians wait for one named person.",
        examples=[[{"from": "2027-03-22", "to": "2027-05-06", "approver": "Mo Reed"}]],
    )
    sources: SourcesSection = Field(
        default_factory=SourcesSection, description="Where releases are read from.", examples=["{allow_private: true}"]
    )
    media_host: MediaHostSection | None = Field(
        default=None,
        description="Where pictures stand for Instagram and Threads; without it these take none.",
        examples=[{"folder": "public/cards", "base_url": "https://www.force.example/cards"}],
    )
    brand: Text = Field(
        default="images/brand/brand.yaml", description="The brand file: colours, font, logo.", examples=["images/brand/brand.yaml"]
    )
    alerts: list[AlertSection] = Field(
        default_factory=list,
        description="Where alarms go: Apprise addresses, each with the role of who reads them if it shall not get every alarm.",
        examples=[["${CAMPAIGN_ALERT_URL}", {"to": "${CAMPAIGN_ALERT_DEPUTY}", "role": "deputy"}]],
    )
    alerts_summary: Time = Field(
        default="18:00", description="When the daily summary is sent, as wall time.", examples=["17:30"]
    )
    heartbeat: Url | None = Field(
        default=None,
        description="An address of an outside watchdog, called while the daemon works; when the calls stop, it raises the alarm.",
        examples=["${CAMPAIGN_HEARTBEAT_URL}"],
    )
    heartbeat_every: Length = Field(default=timedelta(minutes=1), description="How often the watchdog is called.", examples=["5m"])
    ledger: Text = Field(
        default="sqlite:///.campaign/campaign.db",
        description="Where the record is kept: SQLite on this machine, or PostgreSQL.",
        examples=["postgresql+psycopg://${DB_USER}:${DB_PASSWORD}@host/db"],
    )
    retention: RetentionSection = Field(
        default_factory=RetentionSection, description="How long the record keeps contents and names.", examples=["{content: 24 months}"]
    )
    secrets: Literal["file", "keyring"] = Field(
        default="file",
        description="Whether logins that are not in the environment or `.campaign/` are asked of the system's keyring.",
        examples=["keyring"],
    )
    workspace: Text = Field(
        default="default", description="The name under which a shared ledger keeps this workspace's records.", examples=["default"]
    )


def sections() -> dict[str, type[Section]]:
    """Every group of settings by its path; * stands for a name of your choice or an entry of a list."""
    return {
        "": ConfigSection,
        "accounts.*": AccountSection,
        "mentions.*": MentionSection,
        "schedule": ScheduleSection,
        "schedule.quiet.*": QuietSection,
        "approval": ApprovalSection,
        "contacts.*": ContactSection,
        "house_lines.*": HouseLineSection,
        "pre_election.*": PreElectionSection,
        "alerts.*": AlertSection,
        "sources": SourcesSection,
        "media_host": MediaHostSection,
        "retention": RetentionSection,
    }


def known_keys() -> dict[str, tuple[str, ...]]:
    """The keys of every group, as they are written in the file."""
    return {
        path: tuple(field.alias or name for name, field in section.model_fields.items()) for path, section in sections().items()
    }
