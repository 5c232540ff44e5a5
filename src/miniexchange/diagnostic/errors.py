"""Errors that are the user's to mend; the command line shows them without a traceback."""

from __future__ import annotations

from miniexchange.diagnostic.model import Report


class UserError(Exception):
    """Wrong usage or settings: what is wrong, and in `hint` what to do. The command ends with status 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidCatalogue(Exception):
    """The catalogue has errors: `report` tells them. The command ends with status 1."""

    def __init__(self, report: Report) -> None:
        errors = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]
        told = f"{errors[0].path}:{errors[0].line}: {errors[0].message}" if errors else "none is told"
        super().__init__(
            f"the catalogue has {len(errors)} error{'' if len(errors) == 1 else 's'}; the first: {told}"
        )
        self.report = report
