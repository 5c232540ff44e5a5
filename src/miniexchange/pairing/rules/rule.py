"""The names of the hard rules, in the order in which they are asked."""

from __future__ import annotations

from enum import IntEnum


class Rule(IntEnum):
    """Why a pair is not eligible; where several rules apply, the first of this list is kept."""

    ELIGIBLE = 0
    NOT_PUBLISHED = 1
    ARCHIVED = 2
    LESSON_ONLY = 3
    OWN_PRACTICE = 4
    OUTSIDE = 5
    NOT_ON_OFFER = 6
    NOT_SELECTED = 7
    UNDER_WAY = 8
    ALREADY_DONE = 9
    TRIED_BEFORE = 10
    FORBIDDEN = 11
    NO_COMMON_LANGUAGE = 12
    AVOIDED = 13
    UNMET_PRECONDITION = 14
    OVER_COST_LIMIT = 15
    NOTHING_SHARED = 16
    BELOW_MIN_SCORE = 17

    @property
    def id(self) -> str:
        """The rule's name in output, such as `own-practice`."""
        return self.name.lower().replace("_", "-")
