"""Findings as plain data, the register of their codes, and the reporters. Knows nothing of records."""

from miniexchange.diagnostic.errors import InvalidCatalogue, UserError
from miniexchange.diagnostic.model import SEVERITIES, Diagnostic, Report, Severity
from miniexchange.diagnostic.registry import Code, codes, severity_of
from miniexchange.diagnostic.terminal import plain

__all__ = [
    "SEVERITIES",
    "Code",
    "Diagnostic",
    "InvalidCatalogue",
    "Report",
    "Severity",
    "UserError",
    "codes",
    "plain",
    "severity_of",
]
