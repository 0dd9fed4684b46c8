"""YAML as people write it: every scalar stays the text that stands there, every value knows its line, edits touch one value.

The only home of ruamel.yaml (YAML 1.2, https://yaml.org/spec/1.2.2/). We read its event stream ourselves, because its own
constructors would turn ``0800``, ``09:30``, ``1e3`` and ``no`` into something that nobody wrote.
"""

from campaign.yamlfile.files import decode, read_text, sync_folder, write_bytes, write_text
from campaign.yamlfile.reading import Data, Document, parse, read
from campaign.yamlfile.writing import dump_block, dump_flow, dump_scalar, dump_tree, quoted, set_scalar

__all__ = [
    "Data",
    "Document",
    "decode",
    "dump_block",
    "dump_flow",
    "dump_scalar",
    "dump_tree",
    "parse",
    "quoted",
    "read",
    "read_text",
    "set_scalar",
    "sync_folder",
    "write_bytes",
    "write_text",
]
