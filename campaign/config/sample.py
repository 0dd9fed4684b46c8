"""The commented settings file that `campaign init` writes."""

from importlib.resources import files

SAMPLE: str = (files("campaign") / "data" / "sample" / "config.yaml").read_text("utf-8")
