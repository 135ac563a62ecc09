"""What a name's TXT records say, asked of the resolver this machine uses."""

from typing import Final

import dns.exception
import dns.resolver

# In all, whichever of the servers is asked: somebody waits before an open page.
_SECONDS: Final = 4.0


class DnsSilent(Exception):
    """No server answered, or none is known: nothing can be said of the name."""


def texts_of(name: str) -> list[str]:
    """The texts of these records, each joined from its parts (RFC 7208, section 3.3); none where there are none.

    Raises DnsSilent.
    """
    try:
        answer = dns.resolver.resolve(name, "TXT", raise_on_no_answer=False, lifetime=_SECONDS)
    except dns.resolver.NXDOMAIN:
        return []
    except dns.exception.DNSException as failure:
        raise DnsSilent from failure
    return [b"".join(record.strings).decode("ascii", "replace") for record in answer.rrset or ()]
