"""Campaign: from a press release to an approved day of posts."""

__version__ = "0.1.0"
