"""Who stands behind a request: Django's session and user, each looked up by a question that is worded once."""

from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from aceite.core.people.models import User
from aceite.core.rows.worded import Blank, Worded

_OPEN: Final = Worded(Session.objects.filter(session_key=Blank("key"), expire_date__gt=Blank("now")))
_USER: Final = Worded(User.objects.filter(pk=Blank("pk")))


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them (SESSION_ENGINE)."""

    def _get_session_from_db(self) -> Session | None:
        found = _OPEN.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class Standing(ModelBackend):
    """Users as Django knows them (AUTHENTICATION_BACKENDS)."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, while she may enter at all."""
        found = _USER.first(pk=user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
