"""Messages of protobuf, as far as Anki's packages need them: fields of bytes, by their number."""

from __future__ import annotations

from collections.abc import Iterator


def tagged(data: bytes, number: int) -> Iterator[bytes]:
    """Yield what stands under a field's number in a message, and skip the rest.

    Raises ValueError if it is none.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        size = 0
        if key & 7 == 2:
            size, at = _varint(data, at)
        elif key & 7 == 0:
            _, at = _varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(key & 7, len(data))
        if at + size > len(data):
            raise ValueError("a message that is cut off")
        if key == number << 3 | 2:
            yield data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of protobuf, 7 bits a byte, and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 64:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if byte < 0x80:
            return value, at
    raise ValueError("a number without end")
