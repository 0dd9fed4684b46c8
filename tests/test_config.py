"""config.yaml: what it says becomes `Config`, what is wrong is named with its line, and secrets come from where they may."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from campaign import config
from campaign.errors import ConfigError
from campaign.models import Config

BASE = "organisation: Example Constabulary\naccounts:\n  practice: {platform: outbox}\n"
PINNED = """\
organisation: Example Constabulary
country: GB
timezone: Europe/London
languages: [cy, en]
accounts:
  practice: {platform: outbox}
  force-x:  {platform: x, handle: "@exampleforce", limit: 25000}
  force-bsky: {platform: bluesky, handle: force.example.org, base_url: "https://bsky.social/", group: force}
  force-masto: {platform: mastodon, base_url: "http://127.0.0.1:8080", resend: likely}
  force-li: {platform: linkedin, organisation: 0012, version: 202601}
schedule:
  window: "08:00-20:30"
  gap: 90s
  grace: 2h
  per_day: {force-x: 8, mastodon: 3}
  quiet: [{from: "11:00", to: "11:02", date: 2026-11-11, why: "two-minute silence"}]
approval: {required: true, four_eyes: no, covers_time: on}
on_unknown: hold
contacts:
  - {kind: phone, value: 0808 157 0192, label: Example Line, purpose: helpline, source: "https://line.example", checked: 2026-03-02}
house_lines:
  - {id: one-sign, text: "One sign on its own may mean little."}
brand: images/brand/other.yaml
alerts: ["${CAMPAIGN_ALERT_URL}", "ntfy://${TOPIC}"]
ledger: postgresql+psycopg://${DB_USER}:${DB_PASSWORD}@host/db
secrets: keyring
"""


def workspace(folder: Path, text: str = BASE) -> Path:
    (folder / "config.yaml").write_text(text, "utf-8")
    return folder


def loaded(folder: Path, text: str = BASE, **environ: str) -> Config:
    return config.load(workspace(folder, text), environ)


def test_every_pinned_key_is_read(tmp_path: Path) -> None:
    found = loaded(tmp_path, PINNED, TOPIC="force", DB_USER="camp", DB_PASSWORD="p@ss/word")
    assert (found.organisation, found.languages) == ("Example Constabulary", ("cy", "en"))
    assert (found.on_unknown, found.secrets) == ("hold", "keyring")
    assert found.accounts["force-x"].handle == "exampleforce"
    assert found.accounts["force-x"].limit == 25000
    assert found.accounts["force-bsky"].base_url == "https://bsky.social"
    assert found.accounts["force-masto"].resend == "likely"
    assert found.accounts["force-li"].options == {"organisation": "0012", "version": "202601"}
    assert found.schedule.window == ("08:00", "20:30")
    assert (found.schedule.gap, found.schedule.grace) == (timedelta(seconds=90), timedelta(hours=2))
    assert found.schedule.per_day == {"force-x": 8, "mastodon": 3}
    assert (found.schedule.quiet[0].start, found.schedule.quiet[0].date) == ("11:00", date(2026, 11, 11))
    assert (found.approval.required, found.approval.four_eyes, found.approval.covers_time) == (True, False, True)
    assert (found.contacts[0].value, found.contacts[0].normalised, found.contacts[0].span) == ("0808 157 0192", "08081570192", None)
    assert found.house_lines[0].id == "one-sign"
    assert found.brand == tmp_path / "images/brand/other.yaml"
    assert found.alerts == ("ntfy://force",)
    assert found.ledger == "postgresql+psycopg://camp:p%40ss%2Fword@host/db"


def test_the_defaults_are_the_documented_ones(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert (found.country, found.timezone, found.languages) == ("GB", "Europe/London", ("en",))
    assert found.schedule.window == ("07:30", "21:00")
    assert (found.schedule.gap, found.schedule.grace) == (timedelta(minutes=45), timedelta(minutes=30))
    assert (found.approval.required, found.approval.four_eyes, found.approval.covers_time) == (True, True, False)
    assert (found.on_unknown, found.secrets, found.alerts) == ("go_on", "file", ())
    assert found.brand == tmp_path / "images/brand/brand.yaml"


def test_a_key_without_a_value_means_its_default(tmp_path: Path) -> None:
    assert loaded(tmp_path, BASE + "schedule:\n  gap:\ncontacts:\n").schedule.gap == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BASE + "scedule: {gap: 45m}\n", 4, "no setting 'scedule'. Did you mean 'schedule'"),
        (BASE + "schedule:\n  gapp: 45m\n", 5, "no setting 'gapp' in 'schedule'. Did you mean 'gap'"),
        (BASE + "schedule:\n  quiet:\n    - {form: a, to: '11:00'}\n", 6, "Did you mean 'from'|'from' is missing"),
        (BASE + "  force: {platform: mastodont, base_url: 'https://m.example'}\n", 4, "no platform 'mastodont'. Did you mean 'mastodon'"),
        (BASE + "  force: {platform: zzz}\n", 4, "Known are: bluesky"),
        (BASE + "  force: {platform: x, handel: a}\n", 4, "no setting 'handel' in 'accounts.force'. Did you mean 'handle'"),
        (BASE + "  force: {platform: mastodon}\n", 4, "'force' needs 'base_url'"),
        (BASE + "  force: {platform: bluesky}\n", 4, "needs 'handle'"),
        (BASE + "  force: {platform: facebook}\n", 4, "needs 'page'"),
        (BASE + "  force: {platform: linkedin, organisation: 1}\n", 4, "needs 'version'"),
        (BASE + "  force: {platform: x, page: 1}\n", 4, "An account of x has no 'page'"),
        (BASE + "  force: {handle: a}\n", 4, "'platform' is missing in 'accounts.force'"),
        (BASE + "  Practice: {platform: x}\n", 4, "'Practice' and 'practice' would share the name of their secrets"),
        (BASE + "  a-b: {platform: x}\n  a_b: {platform: x}\n", 5, "CAMPAIGN_A_B_"),
        (BASE + "  ../up: {platform: outbox}\n", 4, "cannot be the id"),
        (BASE + "  mastodon: {platform: x}\n", 4, "name of another platform"),
        (BASE + "  force: {platform: x, access_token: abc}\n", 4, "never stand in this file.*CAMPAIGN_FORCE_"),
        (BASE + "  force: {platform: mastodon, base_url: 'http://m.example'}\n", 4, "plain http"),
        (BASE + "  force: {platform: mastodon, base_url: m.example}\n", 4, "https://"),
        (BASE + "  force: {platform: linkedin, organisation: 1, version: v2}\n", 4, "year and month"),
        (BASE + "schedule: {gap: 45 minutes}\n", 4, "Write it like 0, 90s, 45m or 2h"),
        (BASE + "schedule: {grace: 0}\n", 4, "between 1m and 12h"),
        (BASE + "schedule: {window: '21:00-07:30'}\n", 4, "ends .07:30. before it begins"),
        (BASE + "schedule: {window: '7:30-21:00'}\n", 4, "two digits"),
        (BASE + "schedule: {per_day: {practise: 3}}\n", 4, "no account or platform 'practise'. Did you mean 'practice'"),
        (BASE + "schedule: {per_day: {practice: 0}}\n", 4, "whole number from 1"),
        (BASE + "schedule: {quiet: [{from: '22:00', to: '06:00'}]}\n", 4, "two entries"),
        (BASE + "timezone: Europe/Londn\n", 4, "no time zone"),
        (BASE + "timezone: ../../etc/passwd\n", 4, "no time zone"),
        (BASE + "country: UKK\n", 4, "two capital letters"),
        (BASE + "languages: []\n", 4, "at least one"),
        (BASE + "languages: en\n", 4, "must be a list"),
        (BASE + "approval: {four_eyes: perhaps}\n", 4, "true or false"),
        (BASE + "approval: off\n", 4, "must be a group"),
        (BASE + "on_unknown: wait\n", 4, "Known are: go_on, hold"),
        (BASE + "contacts:\n- {kind: fone, value: '101', label: a, purpose: report}\n", 5, "Did you mean 'phone'"),
        (BASE + "contacts:\n- {kind: phone, value: '101', label: a, purpose: anonymus}\n", 5, "Did you mean 'anonymous'"),
        (BASE + "house_lines: [{id: a, text: b}, {id: a, text: c}]\n", 4, "taken"),
        (BASE + "brand: ${BRAND}\n", 4, "variable BRAND is not set"),
        (BASE + "ledger: postgresql+psycopg://u:hunter2@host/db\n", 4, "password stands"),
        ("accounts:\n  a: {platform: outbox}\n", 1, "'organisation' is missing"),
        ("organisation: A\naccounts: {}\n", 2, "at least one"),
        ("# nothing\n", 1, "holds no settings"),
        ("- a\n", 1, "holds no settings"),
        ("organisation: 'A\n", 1, "quotation mark"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        loaded(tmp_path, text)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'config.yaml'}:{line}: ")
    assert "hunter2" not in str(caught.value)


def test_the_topmost_mistake_comes_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'scedule'.*\(2 more mistakes below it.\)") as caught:
        loaded(tmp_path, BASE + "scedule: {}\ncountry: x\nbrandd: x\n")
    assert caught.value.line == 4


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"campaign init"):
        config.find_root(tmp_path)
    with pytest.raises(ConfigError, match="no such file"):
        config.load(tmp_path)


def test_the_root_is_the_nearest_folder_with_settings(tmp_path: Path) -> None:
    inner = workspace(tmp_path) / "posts" / "week"
    inner.mkdir(parents=True)
    assert config.find_root(inner) == tmp_path
    assert config.find_root(tmp_path) == tmp_path


def test_an_alert_address_may_have_the_role_of_who_reads_it(tmp_path: Path) -> None:
    entries = ('"ntfy://all"', '{to: "ntfy://a", role: approver}', '{to: "${GONE}", role: duty}', '{to: "ntfy://a", role: officer}',
               '{to: "ntfy://b"}', '{to: "ntfy://all", role: deputy}')  # fmt: skip
    text = BASE + "alerts:\n" + "".join(f"  - {entry}\n" for entry in entries)
    found = loaded(tmp_path, text)
    assert found.alerts == ("ntfy://all", "ntfy://a", "ntfy://b")
    assert found.alert_roles == {"ntfy://a": {"approver", "officer"}}
    assert [p.message for p in config.notices(found, {})] == ["The variable GONE is not set, so this alarm address is not used."]
    with pytest.raises(ConfigError, match=r"'alerts.0.role' has a word that is not known here.*approver"):
        loaded(tmp_path, BASE + "alerts:\n  - {to: 'ntfy://a', role: approvr}\n")
    with pytest.raises(ConfigError, match=r"'to' is missing"):
        loaded(tmp_path, BASE + "alerts:\n  - {role: deputy}\n")


def test_an_unset_alert_address_is_a_notice_with_its_line(tmp_path: Path) -> None:
    text = BASE + 'alerts:\n  - "ntfy://a"\n  - "${CAMPAIGN_ALERT_URL}"\n'
    found = loaded(tmp_path, text)
    assert found.alerts == ("ntfy://a",)
    (notice,) = config.notices(found, {})
    assert (notice.line, notice.severity.value) == (6, "warn")
    assert "CAMPAIGN_ALERT_URL" in notice.message
    assert config.notices(found, {"CAMPAIGN_ALERT_URL": "ntfy://b"}) == ()
    assert len(config.notices(loaded(tmp_path), {})) == 1


def test_the_ledger_stands_in_the_workspace(tmp_path: Path) -> None:
    assert config.ledger_url(loaded(tmp_path)) == f"sqlite:///{tmp_path}/.campaign/campaign.db"
    assert config.ledger_url(loaded(tmp_path, BASE + "ledger: sqlite:////var/c.db\n")) == "sqlite:////var/c.db"
    whole = loaded(tmp_path, BASE + "ledger: ${URL}\n", URL="postgresql+psycopg://u:p@h/d")
    assert config.ledger_url(whole) == "postgresql+psycopg://u:p@h/d"


def test_the_sample_loads_and_shows_every_key_group(tmp_path: Path) -> None:
    found = loaded(tmp_path, config.SAMPLE)
    assert list(found.accounts) == ["practice"]
    assert found.approval.four_eyes is False
    assert [(c.value, c.purpose) for c in found.contacts] == [
        ("0800 555 111", "anonymous"), ("0800 1111", "helpline"), ("116 123", "helpline"),
        ("18000", "textphone"), ("18001 101", "textphone"),
    ]  # fmt: skip


def test_the_accounts_that_the_sample_offers_are_right(tmp_path: Path) -> None:
    text = config.SAMPLE.replace("quiet: []", "quiet:")
    for word in ("force-", "nextdoor", "- {from"):
        text = text.replace(f"  # {word}", f"  {word}")
    found = loaded(tmp_path, text)
    assert {account.platform for account in found.accounts.values()} == set(config.NEEDS)
    assert len(found.schedule.quiet) == 1


def test_the_reference_names_every_key_and_variable() -> None:
    text = config.reference()
    for word in ("organisation", "per_day", "from", "four_eyes", "base_url", "APP_PASSWORD", "45m"):
        assert f"`{word}`" in text
    assert "PydanticUndefined" not in text
    assert "datetime" not in text


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("90s", 90), ("45m", 2700), ("2h", 7200)])
def test_durations(text: str, seconds: int) -> None:
    assert config.duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "45", "1.5h", "-5m", "5 m", "5d", "999999h", "٣m"])
def test_no_durations(text: str) -> None:
    with pytest.raises(ConfigError, match="45m or 2h"):
        config.duration(text)


# -- secrets -----------------------------------------------------------------------------------------------------------

MASTODON = BASE + "  force-masto: {platform: mastodon, base_url: 'https://m.example'}\n"
NAME = "CAMPAIGN_FORCE_MASTO_ACCESS_TOKEN"


def test_an_outbox_needs_no_secrets(tmp_path: Path) -> None:
    assert config.credentials(loaded(tmp_path), "practice", {}).values == {}


def test_a_missing_secret_names_its_variable(tmp_path: Path) -> None:
    found = loaded(tmp_path, MASTODON)
    with pytest.raises(ConfigError, match=f"{NAME} is not set.*campaign connect force-masto"):
        config.credentials(found, "force-masto", {NAME: ""})
    assert config.missing(found, "force-masto", {}) == (NAME,)
    assert config.missing(found, "force-masto", {NAME: "t"}) == ()


def test_the_environment_wins_over_its_file_and_both_over_the_store(tmp_path: Path) -> None:
    found = loaded(tmp_path, MASTODON)
    config.store(found, "force-masto", {"access_token": "stored"})
    assert config.credentials(found, "force-masto", {}).values == {"ACCESS_TOKEN": "stored"}
    file = tmp_path / "token"
    file.write_text("from file\n")
    assert config.credentials(found, "force-masto", {f"{NAME}_FILE": str(file)}).values == {"ACCESS_TOKEN": "from file"}
    both = {NAME: "from environment", f"{NAME}_FILE": str(file)}
    assert config.credentials(found, "force-masto", both).values == {"ACCESS_TOKEN": "from environment"}


def test_a_secret_file_that_is_not_there_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"{NAME}_FILE"):
        config.credentials(loaded(tmp_path, MASTODON), "force-masto", {f"{NAME}_FILE": str(tmp_path / "none")})


def test_the_store_is_private_and_keeps_the_other_accounts(tmp_path: Path) -> None:
    found = loaded(tmp_path, MASTODON + "  force-x: {platform: x}\n")
    config.store(found, "force-masto", {"ACCESS_TOKEN": "no"})
    config.store(found, "force-x", {"API_KEY": "k", "API_SECRET": "0800", "ACCESS_TOKEN": "t", "ACCESS_SECRET": "#s: x"})
    config.store(found, "force-x", {"ACCESS_TOKEN": "renewed"})
    file = tmp_path / ".campaign" / "credentials.yaml"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert config.credentials(found, "force-masto", {}).values == {"ACCESS_TOKEN": "no"}
    expected = {"API_KEY": "k", "API_SECRET": "0800", "ACCESS_TOKEN": "renewed", "ACCESS_SECRET": "#s: x"}
    assert config.credentials(found, "force-x", {}).values == expected


def test_a_store_that_others_can_read_is_refused(tmp_path: Path) -> None:
    found = loaded(tmp_path, MASTODON)
    config.store(found, "force-masto", {"ACCESS_TOKEN": "hunter2"})
    (tmp_path / ".campaign/credentials.yaml").chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        config.credentials(found, "force-masto", {})
    assert "hunter2" not in str(caught.value)


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    found = loaded(tmp_path, MASTODON + "alerts: ['ntfy://hunter2']\n")
    assert "hunter2" not in repr(config.credentials(found, "force-masto", {NAME: "hunter2"}))
    assert "hunter2" not in repr(found)


def test_the_keyring_is_asked_last_and_a_missing_package_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = loaded(tmp_path, MASTODON + "secrets: keyring\n")
    # the keyring of whoever runs the tests must not be touched, so its module is a small one of our own
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    keyring.get_password = lambda service, name: {("campaign", NAME): "from keyring"}.get((service, name))  # type: ignore[attr-defined]
    errors.KeyringError = OSError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert config.credentials(found, "force-masto", {}).values == {"ACCESS_TOKEN": "from keyring"}
    assert config.credentials(found, "force-masto", {NAME: "env"}).values == {"ACCESS_TOKEN": "env"}
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"campaign\[keyring\]"):
        config.credentials(found, "force-masto", {})


def test_an_unknown_account_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Did you mean 'practice'"):
        config.credentials(loaded(tmp_path), "practise", {})


def test_importing_the_settings_does_not_load_pydantic() -> None:
    code = "import sys, campaign.config; sys.exit('pydantic' in sys.modules or 'ruamel.yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent.parent).returncode == 0


def test_register_entries_that_nobody_looked_up_are_listed_with_their_line(tmp_path: Path) -> None:
    register = """contacts:
  - {kind: phone, value: 0808 157 0192, label: Example Line, purpose: helpline, source: "https://line.example", checked: 2026-03-02}
  - {kind: phone, value: 0808 157 0193, label: Other Line, purpose: helpline, source: "https://other.example", checked: null}
  - {kind: phone, value: 0808 157 0194, label: Third Line, purpose: helpline}
"""
    found = config.unchecked(loaded(tmp_path, BASE + register))
    written = (tmp_path / "config.yaml").read_text("utf-8").splitlines()
    assert [p.source for p in found] == ["0808 157 0193", "0808 157 0194"]
    assert "https://other.example" in found[0].message
    assert all(p.line is not None and p.source in written[p.line - 1] for p in found)


def test_a_new_workspace_pretends_no_check(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(config.SAMPLE, "utf-8")
    loaded_sample = config.load(tmp_path)
    assert len(config.unchecked(loaded_sample)) == len(loaded_sample.contacts) > 0


class _Ring:
    """A keyring in memory: what the package `keyring` offers of the system's."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))


def test_secrets_go_into_the_keyring_where_the_settings_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = _Ring()
    errors = type("errors", (), {"KeyringError": RuntimeError})
    monkeypatch.setattr("campaign.config.secrets._keyring", lambda: (ring, errors))  # no system keyring is here to ask
    account = 'accounts: {masto: {platform: mastodon, base_url: "https://mastodon.example"}}'
    (tmp_path / "config.yaml").write_text(f"organisation: Example\n{account}\nsecrets: keyring\n")
    found = config.load(tmp_path, {})
    until = datetime(2026, 5, 1, tzinfo=UTC)
    config.store(found, "masto", {"ACCESS_TOKEN": "fixture-token"}, expires_at=until)
    assert config.credentials(found, "masto", {}).values == {"ACCESS_TOKEN": "fixture-token"}
    assert "fixture-token" not in (tmp_path / ".campaign" / "credentials.yaml").read_text()
    assert config.expires_at(found, "masto") == until
