"""The same three counted in fractions: arrangements, every game of doors, inclusion-exclusion."""

from typing import Any

AGAINST = "an enumeration"


def expected(_torch: Any, p: Any) -> Any:
    from fractions import Fraction
    from math import comb, perm

    people, days, doors, left, kinds = (
        int(p[name]) for name in ("people", "days", "doors", "left", "kinds")
    )
    won = Fraction(0)
    for car in range(doors):  # the first choice is door 0; the host opens others that hide no car
        goats = doors - 1 - (car != 0)
        opened = doors - 1 - left
        stays_closed = 1 if car else 0  # the car, among the doors one may change to
        assert opened <= goats
        won += Fraction(stays_closed, doors * left)
    draws = sum((-1) ** (j + 1) * comb(kinds, j) * Fraction(kinds, j) for j in range(1, kinds + 1))
    return {
        "shared": float(1 - Fraction(perm(days, people), days**people)),
        "switch": float(won),
        "draws": float(draws),
    }
