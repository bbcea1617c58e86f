"""Every outcome of being ill and of two tests, its probability multiplied out and conditioned on.

In fractions, so that nothing is rounded before the end.
"""

from fractions import Fraction
from itertools import product
from typing import Any

AGAINST = "an enumeration"


def expected(_torch: Any, p: Any) -> Any:
    prior, sens, spec = (Fraction(float(p[name])) for name in ("prior", "sens", "spec"))
    joint = {}
    for ill, first, second in product((True, False), repeat=3):
        share = prior if ill else 1 - prior
        for is_positive in (first, second):
            right = sens if ill else spec
            share *= right if is_positive is ill else 1 - right
        joint[ill, first, second] = share

    def chance(*wanted: Any) -> Any:
        return sum(
            share
            for outcome, share in joint.items()
            if all(want in (None, got) for want, got in zip(wanted, outcome, strict=True))
        )

    return {
        "positive": float(chance(None, True, None)),
        "posterior": float(chance(True, True, None) / chance(None, True, None)),
        "twice": float(chance(True, True, True) / chance(None, True, True)),
    }
