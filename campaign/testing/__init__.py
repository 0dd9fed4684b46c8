"""What tests use in place of the world: shipped with the program, so that others can test against it; the program never imports it."""

from __future__ import annotations

from campaign.testing.clock import Clock

__all__ = ["Clock"]
