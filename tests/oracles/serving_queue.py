"""The balance of a chain of states, and what a request finds that arrives in one of them."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    import numpy as np
    from scipy import optimize, special

    arriving, served, states = p["rho"] * p["mu"], p["mu"], 500
    share = np.ones(states)
    for n in range(1, states):  # as many come up from n − 1 as go back down
        share[n] = share[n - 1] * arriving / served
    share /= share.sum()
    waiting = share @ np.arange(states)

    def slower(t: float) -> float:
        # behind n others it is the time of n + 1 services
        left = share @ special.gammaincc(np.arange(1, states + 1), served * t)
        return float(left - (1 - p["p"]))

    quantile = optimize.brentq(slower, 0, 200 / served, xtol=1e-14, rtol=1e-14)
    return {"L": waiting, "W": waiting / arriving, "t_p": quantile}
