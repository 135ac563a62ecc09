"""What the tests of codes and entering share: where a request comes from, and a code for somebody."""

from datetime import datetime

from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import ask_for_code
from aceite.core.people.models import CodePurpose, Member, OneTimeCode, User
from aceite.core.trail.actors import Origin

HOME = Origin(ip="203.0.113.7", peer="127.0.0.1", user_agent="Firefox")


def sign_in_code(
    member: Member, at: datetime, *, bound_to: str = "", purpose: CodePurpose = CodePurpose.SIGN_IN
) -> OneTimeCode:
    """A code that was mailed to this member."""
    subject = f"user/{member.user_id}"
    return ask_for_code(
        purpose=purpose,
        subject=subject,
        company_id=member.company_id,
        bound_to=bound_to,
        by=member,
        at=at,
    )


def other(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 1_000_000:06}"


def user_of(person: Member | PanelUser) -> User:
    """The user behind a person, as the database has her now."""
    assert person.user_id is not None
    return User.objects.get(pk=person.user_id)
