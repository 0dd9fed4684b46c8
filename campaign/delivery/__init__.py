"""From an approval to a receipt: arm → create → record, look-ups, stop, missed. The only caller of platforms."""
