"""Values of a PDF compared and followed without trusting them: no recursion, no circle, no guess."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pyhanko.pdf_utils import generic


def same(left: Any, right: Any) -> bool:
    """Whether two values are written the same: a reference equals only a reference to the same object."""
    pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, generic.DictionaryObject) and isinstance(other, generic.DictionaryObject):
            if one.keys() != other.keys():
                return False
            pairs += [(one.raw_get(key), other.raw_get(key)) for key in one]
        elif isinstance(one, generic.ArrayObject) and isinstance(other, generic.ArrayObject):
            if len(one) != len(other):
                return False
            pairs += list(zip(items(one), items(other), strict=True))
        elif _plain(one) != _plain(other):
            return False
    return True


def _plain(value: Any) -> tuple[str, Any]:
    if isinstance(value, generic.IndirectObject):
        return "reference", (value.idnum, value.generation)
    if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
        return "string", value.original_bytes
    if isinstance(value, generic.NumberObject | generic.FloatObject):
        # 595 and 595.0 are one number; a writer may spell it either way.
        return "number", Decimal(str(value))
    return type(value).__name__, value


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """The value under a key, its reference followed. (pyHanko's own `get` follows none.)"""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401  # its get is another


def items(array: Any) -> list[Any]:
    """The elements of an array as they are written, references not followed."""
    return [array.raw_get(place) for place in range(len(array))]


def references(value: Any) -> Iterator[Any]:
    """Every reference written in this value itself, none of them followed."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, generic.IndirectObject):
            yield here
        elif isinstance(here, generic.DictionaryObject):
            waiting += [here.raw_get(key) for key in here]
        elif isinstance(here, generic.ArrayObject):
            waiting += items(here)


def reachable(starts: Iterable[Any], defined: set[int]) -> tuple[set[int], set[int]]:
    """The numbers of all objects that can be reached from these values, and of those referred to but not `defined`."""
    reached: set[int] = set()
    gaps: set[int] = set()
    waiting = list(starts)
    while waiting:
        for reference in references(waiting.pop()):
            number = reference.idnum
            if number not in defined:
                gaps.add(number)
            elif number not in reached:
                reached.add(number)
                waiting.append(reference.get_object())
    return reached, gaps
