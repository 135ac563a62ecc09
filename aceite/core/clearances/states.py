"""Where a request stands."""

from enum import StrEnum


class ClearanceState(StrEnum):
    """`OVERTAKEN`: the draft was changed, or asked for anew, before anybody decided."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
