"""Functions on IP address ranges in CIDR notation, IPv4 and IPv6."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from harnessiac.language.functions.arguments import LARGEST, SMALLEST, whole
from harnessiac.language.functions.declaration import (
    BOOL,
    LIST_OF_STRING,
    STRING,
    Function,
    FunctionError,
    fail,
    number,
    raw,
    text,
)
from harnessiac.values.value import Raw, Value, string


@dataclass(frozen=True, slots=True)
class _Range:
    """`address` is the first one; `bits` is 32 or 128; `length` is the prefix's.

    `mapped`: IPv4 written as IPv6 (::ffff:1.2.3.4), of which `length` counts the 128 bits.
    """

    address: int
    length: int
    bits: int
    mapped: bool = False

    @property
    def first(self) -> int:
        return self.address >> (self.bits - self.length) << (self.bits - self.length)

    def __str__(self) -> str:
        return f"{_written(self.address, self.bits)}/{self.length}"


def _written(address: int, bits: int) -> str:
    if bits == 32 or address >> 32 == 0xFFFF:
        return str(IPv4Address(address & 0xFFFFFFFF))
    return str(IPv6Address(address))


_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def _parsed(prefix: str, index: int | None = None) -> _Range:
    address, slash, length = prefix.partition("/")
    if slash and length.isascii() and length.isdigit() and len(length) < 10 and "%" not in address:
        bits = 128 if ":" in address else 32
        try:
            found = int(IPv6Address(address) if bits == 128 else IPv4Address(_LEADING_ZEROS.sub("", address)))
        except AddressValueError:
            pass
        else:
            if int(length) <= bits:
                return _Range(found, int(length), bits)
    raise FunctionError("invalid CIDR expression: invalid CIDR address: %s", index, shown=[prefix])


def _unmapped(given: _Range) -> _Range:
    """IPv4 written as IPv6 is IPv4 where a new address is made of it."""
    if given.bits == 128 and given.first >> 32 == 0xFFFF and given.length >= 96:
        return _Range(given.address & 0xFFFFFFFF, given.length - 96, 32, mapped=True)
    return given


def _whole(value: Raw) -> int:
    """A number that must be whole but may be of any size."""
    if isinstance(value, int):
        return value
    raise FunctionError("value must be a whole number")


def _cidrhost(prefix: str, wanted: Raw) -> str:
    host = _whole(wanted)
    given = _parsed(prefix)
    size = 1 << (given.bits - given.length)
    place = host if host >= 0 else size + host
    if not 0 <= place < size:
        shown = host if host >= 0 else place
        fail(f"prefix of {given.length} does not accommodate a host numbered {shown}")
    return _written(given.first + place, given.bits)


def _cidrnetmask(prefix: str) -> str:
    given = _parsed(prefix)
    if given.bits == 128:
        raise FunctionError("IPv6 addresses cannot have a netmask: %s", shown=[prefix])
    return str(IPv4Address(_mask(given)))


def _mask(given: _Range) -> int:
    return ((1 << given.length) - 1) << (given.bits - given.length)


def _cidrsubnet(prefix: str, new_bits: Raw, wanted: Raw) -> str:
    extension, place = whole(new_bits), _whole(wanted)
    given = _unmapped(_parsed(prefix))
    length = given.length + extension
    if length > given.bits:
        fail(f"insufficient address space to extend prefix of {_outer(given)} by {extension}")
    if extension < 0 or place < 0:
        fail("the number of new bits and the subnet number must not be negative")
    if place >> extension:
        fail(f"prefix extension of {extension} does not accommodate a subnet numbered {place}")
    return str(_Range(given.first | place << (given.bits - length), length, given.bits))


def _outer(given: _Range) -> int:
    return given.length + 96 if given.mapped else given.length


def _cidrsubnets(prefix: str, *new_bits: Raw) -> tuple[Value, ...]:
    given = _parsed(prefix, 0)
    at = given.first
    end = given.first + (1 << (given.bits - given.length))
    out: list[Value] = []
    last = ""
    for index, value in enumerate(new_bits, 1):
        if not isinstance(value, int) or not SMALLEST <= value <= LARGEST:
            fail(f"value must be a whole number, between {SMALLEST} and {LARGEST}", index)
        if value < 1:
            fail("must extend prefix by at least one bit", index)
        if value > 32:
            fail("may not extend prefix by more than 32 bits", index)
        length = given.length + value
        if length > given.bits:
            version = "IPv4" if given.bits == 32 else "IPv6"
            fail(f"would extend prefix to {length} bits, which is too long for an {version} address", index)
        size = 1 << (given.bits - length)
        at = -(-at // size) * size
        if at + size > end:
            fail(
                f"not enough remaining address space for a subnet with a prefix of {length} bits after {last}",
                index,
            )
        last = str(_Range(at, length, given.bits))
        out.append(string(last))
        at += size
    return tuple(out)


def _cidrcontains(outer: str, inner: str) -> bool:
    container = _parsed(outer, 0)
    given = inner if "/" in inner else f"{inner}/{128 if ':' in inner else 32}"
    try:
        contained = _parsed(given, 1)
    except FunctionError:
        raise FunctionError("invalid IP address or prefix: %s", 1, shown=[inner]) from None
    if container.bits != contained.bits:
        fail("address family mismatch: both arguments must be IPv4 or both IPv6")
    rest = container.bits - container.length
    return contained.length >= container.length and contained.first >> rest == container.first >> rest


_PREFIX = text("prefix")

FUNCTIONS = (
    Function(
        "cidrcontains",
        (text("containing_prefix"), text("contained_ip_or_prefix")),
        BOOL,
        raw(_cidrcontains),
        "Whether an address range holds the given address or range.",
    ),
    Function(
        "cidrhost",
        (_PREFIX, number("hostnum")),
        STRING,
        raw(_cidrhost),
        "The address with the given number in an address range; negative numbers count from its end.",
    ),
    Function("cidrnetmask", (_PREFIX,), STRING, raw(_cidrnetmask), "The netmask of an IPv4 address range."),
    Function(
        "cidrsubnet",
        (_PREFIX, number("newbits"), number("netnum")),
        STRING,
        raw(_cidrsubnet),
        "The part with the given number of an address range that is divided by that many more prefix bits.",
    ),
    Function(
        "cidrsubnets",
        (_PREFIX,),
        LIST_OF_STRING,
        raw(_cidrsubnets),
        "Consecutive parts of an address range, each with so many more prefix bits.",
        variadic=number("newbits"),
    ),
)
