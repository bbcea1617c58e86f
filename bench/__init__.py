"""Measurements beside peers, one file a target of make."""
