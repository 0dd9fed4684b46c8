"""What tests and rehearsals use in place of the world. Shipped with the program; the program itself never imports it."""

from __future__ import annotations

from campaign.testing.clock import Clock

__all__ = ["Clock"]
