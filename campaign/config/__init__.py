"""The workspace's settings: config.yaml checked, secrets found, and the reference that is generated from the same fields."""

from campaign.config.durations import duration
from campaign.config.needs import NEEDS, Needs, env_name
from campaign.config.reference import reference
from campaign.config.sample import SAMPLE
from campaign.config.secrets import credentials, expires_at, given_by_environment, known, media_host_keys, missing, store
from campaign.config.workspace import CONFIG, find_root, ledger_url, load, notices, unchecked

__all__ = [
    "CONFIG",
    "NEEDS",
    "SAMPLE",
    "Needs",
    "credentials",
    "duration",
    "env_name",
    "expires_at",
    "find_root",
    "given_by_environment",
    "known",
    "ledger_url",
    "load",
    "media_host_keys",
    "missing",
    "notices",
    "reference",
    "store",
    "unchecked",
]
