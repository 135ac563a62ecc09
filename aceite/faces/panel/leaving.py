"""Leaving a device: the session ends, and what is still to be sent from it is forgotten.

A session that merely ended keeps those files, for she goes on with them; who leaves, or is not she, has done with them.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse

from aceite.faces.ui.sessions import end

_LEFT: Final = "left_here"


def leave_device(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Ends the session with this answer, and notes that she left."""
    left = end(request, answer)
    note_left(request)
    return left


def note_left(request: HttpRequest) -> None:
    """The entrance has the browser forget the files of whoever was here."""
    request.session[_LEFT] = True


def has_left(request: HttpRequest) -> bool:
    """Whether somebody has just left here; asked once."""
    return bool(request.session.pop(_LEFT, False))
