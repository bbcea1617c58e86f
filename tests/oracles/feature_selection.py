"""Univariate tests of scikit-learn, and the score of a regression on all features."""

from typing import Any

AGAINST = "scikit-learn 1.9"


def expected(torch: Any, p: Any) -> Any:
    from sklearn.feature_selection import f_regression, r_regression
    from sklearn.linear_model import LinearRegression

    X, y = p["X"], p["y"]
    computed = {
        "r": r_regression(X, y),
        "F": f_regression(X, y)[0],
        "explained": LinearRegression().fit(X, y).score(X, y),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in computed.items()}
