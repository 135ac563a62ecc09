"""Done 19: nobody chooses her own address; behind trusted proxies the right one is found."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from aceite.core.trail.actors import Origin
from aceite.faces.ui.origin import origin_of
from aceite.project.settings import networks

CLIENT, FORGED, INNER, OUTER = "203.0.113.7", "198.51.100.1", "10.0.0.2", "192.0.2.80"


def came(peer: str, forwarded: str = "", agent: str = "Firefox") -> Origin:
    """What is kept of a request from `peer` with that X-Forwarded-For."""
    headers = {"X-Forwarded-For": forwarded, "User-Agent": agent}
    return origin_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize("forwarded", [FORGED, f"{FORGED}, {INNER}", "::1", "127.0.0.1", "not an address"])
def test_a_forged_header_is_ignored(settings: Any, forwarded: str) -> None:
    for trusted in ([], [INNER], ["fd00::/8"]):
        settings.TRUSTED_PROXIES = trusted
        assert came(CLIENT, forwarded) == Origin(ip=CLIENT, peer=CLIENT, user_agent="Firefox")


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        pytest.param([INNER], INNER, CLIENT, CLIENT, id="one proxy"),
        pytest.param([INNER], INNER, f"{FORGED}, {CLIENT}", CLIENT, id="one proxy and a forged start"),
        pytest.param([INNER, OUTER], INNER, f"{CLIENT}, {OUTER}", CLIENT, id="two proxies"),
        pytest.param([INNER, OUTER], INNER, f"{FORGED}, {CLIENT}, {OUTER}", CLIENT, id="two and a forged start"),
        pytest.param([INNER, OUTER], INNER, f"{INNER}, {CLIENT}, {OUTER}", CLIENT, id="forged as one of the proxies"),
        pytest.param([INNER], INNER, f"{CLIENT}, {OUTER}", OUTER, id="a second proxy nobody trusts is the client"),
        pytest.param(["10.0.0.0/8"], INNER, CLIENT, CLIENT, id="a network of proxies"),
        pytest.param([INNER], INNER, "", INNER, id="the proxy itself asks"),
        pytest.param([INNER], INNER, f"{CLIENT}, unknown", INNER, id="what is no address ends the way"),
        pytest.param([INNER, OUTER], INNER, f"{INNER}, {OUTER}", INNER, id="nobody but proxies"),
        pytest.param(["fd00::2"], "fd00::2", "2001:db8::7", "2001:db8::7", id="IPv6"),
        pytest.param(["fd00::2", OUTER], "fd00::2", f"2001:db8::7, {OUTER}", "2001:db8::7", id="IPv6 behind both"),
        pytest.param(["fd00::/8"], "fd00:0::2", "2001:DB8:0::7", "2001:db8::7", id="IPv6 in another spelling"),
        pytest.param([INNER], f"::ffff:{INNER}", f"::ffff:{CLIENT}", CLIENT, id="IPv4 on a socket for IPv6"),
        pytest.param([INNER], INNER, f"{CLIENT}:51234", CLIENT, id="with its port"),
        pytest.param([INNER], INNER, "[2001:db8::7]:51234", "2001:db8::7", id="IPv6 with its port"),
        pytest.param([INNER], INNER, "fe80::7%eth0", "fe80::7", id="with its zone"),
    ],
)
def test_the_client_behind_trusted_proxies(
    settings: Any, trusted: list[str], peer: str, forwarded: str, client: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    assert came(peer, forwarded).ip == client


def test_the_direct_neighbour_is_kept_beside(settings: Any) -> None:
    settings.TRUSTED_PROXIES = [INNER]
    assert came(f"::ffff:{INNER}", CLIENT).peer == INNER
    assert came("", CLIENT, agent="x" * 1000) == Origin(ip="127.0.0.1", peer="127.0.0.1", user_agent="x" * 400)


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    assert networks([" 10.0.0.1 ", "fd00::/8"]) == ["10.0.0.1/32", "fd00::/8"]
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        networks(["proxy.example"])
