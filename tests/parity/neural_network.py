"""One neuron: F.linear and an activation."""


def expected(torch, p):
    x, w, b = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "w", "b"))
    z = torch.nn.functional.linear(x, w, b)
    return {
        "z": z,
        "a": {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[p["activation"]](z),
    }


def result(torch, p):
    z = torch.nn.functional.linear(p["x"], p["w"], p["b"])
    return {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[p["activation"]](z)
