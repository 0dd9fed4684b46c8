"""When posts may go out: wall times and instants, the day's slots, quiet windows, gaps. No clock inside."""

from __future__ import annotations

from campaign.schedule.accounts import DEFAULT_PER_DAY, gap_conflicts, per_day, stagger
from campaign.schedule.quiet import quiet_until
from campaign.schedule.slots import day_slots, free_times
from campaign.schedule.zones import instant, wall

__all__ = ["DEFAULT_PER_DAY", "day_slots", "free_times", "gap_conflicts", "instant", "per_day", "quiet_until", "stagger", "wall"]
