"""Several machines, and keeping what is on one: `sync`, `backup`, `restore`."""
