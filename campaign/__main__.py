"""``python -m campaign``: the same as the command."""

from campaign.cli import main

main()
