"""From degrees to the metres of EPSG:3035, the projection in which the European Union draws Europe.

Lambert azimuthal equal area on the ellipsoid GRS 1980, with its centre at 52° N 10° E.
Formulas: J. P. Snyder, Map Projections: A Working Manual (US Geological Survey Professional Paper 1395, 1987),
equations 3-12, 3-11, 24-17 to 24-20; the same as in IOGP Guidance Note 7-2, method 9820. Constants: the EPSG registry.
"""

from __future__ import annotations

import math

_A = 6378137.0  # semi-major axis of GRS 1980, metres
_F = 1 / 298.257222101  # its flattening
_E2 = _F * (2 - _F)
_E = math.sqrt(_E2)
_LON0, _LAT0 = math.radians(10), math.radians(52)
_EAST0, _NORTH0 = 4_321_000.0, 3_210_000.0


def project(lon: float, lat: float) -> tuple[float, float] | None:
    """(easting, northing) in metres of a point in degrees; None for what is no point, or lies opposite to Europe."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # not-a-number fails this too
        return None
    beta, dlon = _authalic(math.radians(lat)), math.radians(lon) - _LON0
    below = 1 + _SIN0 * math.sin(beta) + _COS0 * math.cos(beta) * math.cos(dlon)
    if below < 1e-6:
        return None
    b = _RQ * math.sqrt(2 / below)
    x = b * _D * math.cos(beta) * math.sin(dlon)
    y = b / _D * (_COS0 * math.sin(beta) - _SIN0 * math.cos(beta) * math.cos(dlon))
    return _EAST0 + x, _NORTH0 + y


def _q(lat: float) -> float:
    s = math.sin(lat)
    return (1 - _E2) * (s / (1 - _E2 * s * s) - math.log((1 - _E * s) / (1 + _E * s)) / (2 * _E))


def _authalic(lat: float) -> float:
    """The latitude on the sphere of equal area."""
    return math.asin(max(-1.0, min(1.0, _q(lat) / _QP)))


_QP = _q(math.pi / 2)
_RQ = _A * math.sqrt(_QP / 2)
_SIN0, _COS0 = math.sin(_authalic(_LAT0)), math.cos(_authalic(_LAT0))
_D = _A * math.cos(_LAT0) / math.sqrt(1 - _E2 * math.sin(_LAT0) ** 2) / (_RQ * _COS0)
