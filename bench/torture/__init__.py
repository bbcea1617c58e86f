"""Every command that writes, tortured: kills, failing calls, power cuts, full disks, crowds."""
