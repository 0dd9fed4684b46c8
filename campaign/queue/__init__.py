"""The queue that people edit: posts/<campaign>/ read into `Campaign` and `Post`, written, and changed one value at a time.

``plan`` and ``create`` write a campaign, ``load`` reads it (a file that cannot be read holds its post and becomes a `Problem`),
``set_at``, ``set_field`` and ``set_body`` touch only what they change, ``digest`` says what an approval covers.
"""

from campaign.queue.editing import set_at, set_body, set_field, set_words
from campaign.queue.folders import RESERVED, check_name, misnamed, names
from campaign.queue.loading import load
from campaign.queue.planning import create, plan, write_post
from campaign.queue.postfile import line, read_post
from campaign.queue.rendering import render
from campaign.queue.traces import Tolds, load_traces, save_traces
from campaign.queue.wordings import digest, wording

__all__ = [
    "RESERVED",
    "Tolds",
    "check_name",
    "create",
    "digest",
    "line",
    "load",
    "load_traces",
    "misnamed",
    "names",
    "plan",
    "read_post",
    "render",
    "save_traces",
    "set_at",
    "set_body",
    "set_field",
    "set_words",
    "wording",
    "write_post",
]
