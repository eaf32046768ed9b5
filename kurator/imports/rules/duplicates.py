"""
Keys that occur more than once in a file, found in flat memory.

A Bloom filter names the suspects (all repeated keys, hardly ever another); a second pass over
them alone says which rows they stand in.
"""

from collections.abc import Iterable
from typing import Final

_BITS_PER_KEY: Final = 256
_MAX_BITS: Final = 28
_PROBES: Final = 4


def suspect_keys(keys: Iterable[str], *, amount: int) -> set[int]:
    """Return the hashes of keys that occur again; at most 32 MB however many there are."""
    size = min(max((amount * _BITS_PER_KEY).bit_length(), 16), _MAX_BITS)
    mask = (1 << size) - 1
    seen = bytearray(1 << (size - 3))
    suspects: set[int] = set()
    for key in keys:
        value = hash(key)
        place, step, is_new = value & mask, (value >> size) | 1, False
        for _ in range(_PROBES):
            bit = 1 << (place & 7)
            if not seen[place >> 3] & bit:
                seen[place >> 3] |= bit
                is_new = True
            place = (place + step) & mask
        if not is_new:
            suspects.add(value)
    return suspects


def repeated_keys(
    rows: Iterable[tuple[int, str]], suspects: set[int]
) -> dict[str, tuple[int, int]]:
    """Return key → (first row, last row) of the keys that do occur more than once."""
    places: dict[str, tuple[int, int]] = {}
    for row, key in rows:
        if hash(key) in suspects:
            first, _ = places.get(key, (row, row))
            places[key] = (first, row)
    return {key: (first, last) for key, (first, last) in places.items() if first != last}
