"""Logarithm and power of 64-bit floats, computed in the steps that Go's library takes.

The C library's results are as good but can differ in the last digit, and a last digit can make ceil(log(x, 2)) another
number. The logarithm is FreeBSD's (a polynomial after reducing to [√½, √2]), the power multiplies squares.
"""

from __future__ import annotations

import math

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_ODD = (6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01, 1.479819860511658591e-01)
_EVEN = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)


def log(x: float) -> float:
    """The natural logarithm. Raises ValueError for what is not positive."""
    if x <= 0:
        raise ValueError("no finite logarithm")
    fraction, exponent = math.frexp(x)
    if fraction < math.sqrt(2) / 2:
        fraction *= 2
        exponent -= 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_ODD[0] + s4 * (_ODD[1] + s4 * (_ODD[2] + s4 * _ODD[3])))
    even = s4 * (_EVEN[0] + s4 * (_EVEN[1] + s4 * _EVEN[2]))
    half_square = 0.5 * f * f
    return exponent * _LN2_HIGH - ((half_square - (s * (half_square + odd + even) + exponent * _LN2_LOW)) - f)


def power(x: float, y: float) -> float:
    """The power y of x. Raises ValueError, ZeroDivisionError or OverflowError where the result is not finite."""
    if x == 0 or y in (0, 1) or x == 1:
        return math.pow(x, y)
    if y == 0.5:
        return math.sqrt(x)
    if y == -0.5:
        return 1 / math.sqrt(x)
    fraction, whole = math.modf(abs(y))
    if (fraction and x < 0) or whole >= 2.0**63:
        return math.pow(x, y)
    result, exponent = 1.0, 0
    if fraction:
        if fraction > 0.5:
            fraction -= 1
            whole += 1
        result = math.exp(fraction * log(x))
    square, square_exponent = math.frexp(x)
    remaining = int(whole)
    while remaining:
        if abs(square_exponent) > 1 << 12:
            exponent += square_exponent
            break
        if remaining & 1:
            result *= square
            exponent += square_exponent
        square *= square
        square_exponent <<= 1
        if square < 0.5:
            square += square
            square_exponent -= 1
        remaining >>= 1
    if y < 0:
        return math.ldexp(1 / result, -exponent)
    return math.ldexp(result, exponent)
