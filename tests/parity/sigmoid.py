"""torch.sigmoid, the decision at a threshold, and torch.logit."""


def expected(torch, p):
    a = torch.sigmoid(torch.tensor(p["z"], dtype=torch.float64))
    return {"a": a, "y_hat": (a >= p["threshold"]).double(), "logit": torch.logit(a)}


def result(torch, p):
    return torch.sigmoid(p["z"])
