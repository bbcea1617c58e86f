"""torch's own conversions to 16 and to 8 bits."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    formats = {"fp16": torch.float16, "bf16": torch.bfloat16, "fp8": torch.float8_e4m3fn}
    scaled = torch.tensor(p["g"], dtype=torch.float64) * p["S"]
    stored = scaled.to(formats[p["format"]]).to(torch.float64)
    return {"stored": stored, "restored": stored / p["S"]}
