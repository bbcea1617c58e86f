"""torch.sigmoid, torch.tanh, F.relu and F.leaky_relu."""


def expected(torch, p):
    z = torch.tensor(p["z"], dtype=torch.float64)
    return {
        "sigmoid": torch.sigmoid(z),
        "tanh": torch.tanh(z),
        "relu": torch.nn.functional.relu(z),
        "leaky_relu": torch.nn.functional.leaky_relu(z, negative_slope=p["slope"]),
    }


def result(torch, p):
    return torch.nn.functional.leaky_relu(p["z"], negative_slope=p["slope"].item())
