"""Numbers: exactness, rounding at 512 bits, and the digits they print with (taken from `terraform console`)."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat, Number, NumberOutOfRange


def exact_value(number: Number) -> Fraction:
    if isinstance(number, int):
        return Fraction(number)
    return Fraction(number.mantissa, 1 << -number.exponent)


PRINTED = [
    ("0", "0"),
    ("12", "12"),
    ("007", "7"),
    ("1.50", "1.5"),
    ("1e3", "1000"),
    ("1E+3", "1000"),
    ("2.5e-3", "0.0025"),
    ("-0.125", "-0.125"),
    ("0.1", "0.1"),
    ("1e-20", "0.00000000000000000001"),
    ("1e300", "1" + "0" * 300),
    ("123456789.123456789", "123456789.123456789"),
]


@pytest.mark.parametrize(("text", "printed"), PRINTED)
def test_a_literal_prints_as_its_shortest_decimal(text: str, printed: str) -> None:
    assert numbers.to_text(numbers.parse(text)) == printed


QUOTIENTS = [
    ("1", "3", "0." + "3" * 154 + "5"),
    ("1e200", "3", "3" * 154 + "4" + "0" * 45),
    (
        "123456789012345678901234567890.5",
        "7",
        "17636684144620811271604938270.0" + "714285" * 20 + "71428",
    ),
    ("-1", "8", "-0.125"),
    ("6", "3", "2"),
    ("0", "3", "0"),
]


@pytest.mark.parametrize(("left", "right", "printed"), QUOTIENTS)
def test_quotients_have_512_bits(left: str, right: str, printed: str) -> None:
    assert numbers.to_text(numbers.divide(numbers.parse(left), numbers.parse(right))) == printed


@pytest.mark.parametrize(
    ("left", "right", "rest"),
    [("7", "3", "1"), ("-7", "3", "-1"), ("7", "-3", "1"), ("7.5", "2", "1.5"), ("5", "0", "5"), ("6", "3", "0")],
)
def test_the_rest_has_the_sign_of_the_dividend(left: str, right: str, rest: str) -> None:
    assert numbers.to_text(numbers.modulo(numbers.parse(left), numbers.parse(right))) == rest


def test_decimal_fractions_add_up() -> None:
    total = numbers.add(numbers.parse("0.1"), numbers.parse("0.2"))
    assert total == numbers.parse("0.3")
    assert numbers.to_text(total) == "0.3"


def test_whole_numbers_are_exact_up_to_512_bits_and_rounded_beyond() -> None:
    assert numbers.parse(str(2**200)) == 2**200
    assert numbers.add(2**512, 1) == 2**512
    assert numbers.multiply(2**511 + 1, 2) == 2**512 + 2


def test_a_whole_result_is_an_int() -> None:
    assert numbers.multiply(numbers.parse("0.5"), 4) == 2
    assert isinstance(numbers.multiply(numbers.parse("0.5"), 4), int)
    assert isinstance(numbers.parse("2.0"), int)


@pytest.mark.parametrize("text", ["", ".", "-", "1x", " 1", "1e", "0x10", "\u0663", "1_000", "inf"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numbers.parse(text)


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "1e99999999999999999999", "9" * 5000, "1e30000"])
def test_absurd_numbers_are_refused_at_once(text: str) -> None:
    with pytest.raises(NumberOutOfRange):
        numbers.parse(text)


def test_results_out_of_range_are_refused() -> None:
    huge = numbers.parse("1e19000")
    with pytest.raises(NumberOutOfRange):
        numbers.multiply(huge, huge)
    with pytest.raises(NumberOutOfRange):
        numbers.from_float(math.inf)


def test_a_machine_float_prints_with_its_own_digits() -> None:
    assert numbers.to_text(numbers.from_float(0.1)) == "0.1"
    assert numbers.to_text(numbers.from_float(2**0.5)) == "1.4142135623730951"
    assert numbers.to_float(numbers.parse("0.1")) == 0.1


def test_division_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        numbers.divide(1, 0)


fractions = st.builds(
    lambda digits, exponent: f"{digits}e{exponent}", st.integers(-(10**30), 10**30), st.integers(-40, 40)
)


@given(fractions)
def test_printing_and_reading_back_gives_the_same_number(text: str) -> None:
    number = numbers.parse(text)
    assert numbers.parse(numbers.to_text(number)) == number


@given(fractions, fractions)
def test_numbers_are_ordered_as_their_exact_values(left: str, right: str) -> None:
    a, b = numbers.parse(left), numbers.parse(right)
    exact = exact_value(a), exact_value(b)
    assert (a < b, a == b, a > b) == (exact[0] < exact[1], exact[0] == exact[1], exact[0] > exact[1])
    assert numbers.compare(a, b) == (exact[0] > exact[1]) - (exact[0] < exact[1])


@given(fractions)
def test_floor_and_ceil_enclose_a_number(text: str) -> None:
    number = numbers.parse(text)
    exact = exact_value(number)
    assert numbers.floor(number) == math.floor(exact)
    assert numbers.ceil(number) == math.ceil(exact)
    assert numbers.truncate(number) == math.trunc(exact)


@given(st.integers(-(10**200), 10**200), st.integers(1, 10**200))
def test_a_quotient_is_the_nearest_number(numerator: int, denominator: int) -> None:
    got = exact_value(numbers.from_fraction(numerator, denominator))
    wrong = abs(got - Fraction(numerator, denominator))
    assert wrong <= abs(got) / 2**512


def test_a_fraction_is_hashable_and_no_whole_number() -> None:
    half = numbers.parse("0.5")
    assert isinstance(half, BigFloat)
    assert {half: 1}[numbers.divide(1, 2)] == 1
    assert half != 0
    assert 0 < half < 1
