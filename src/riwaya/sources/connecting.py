"""Connections that reach the public net only: the address is judged after its name is resolved, and as connected to."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class PrivateAddress(OSError):
    """The name leads to this machine, its network, or another place that is not of the public net."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _translated(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within one of the well-known prefix of NAT64 (RFC 6052), or the old compatible form."""
    high = int(ip) >> 32
    return (
        ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if high == 0x0064FF9B << 64 or (high == 0 and int(ip) > 1) else None
    )


def _open_socket(host: str, port: int, timeout: float, allow_private: bool) -> socket.socket:
    """A socket to the first of the host's addresses that answers, none of them private unless that is allowed."""
    failed: OSError = OSError(f"{host} has no address")
    end = time.monotonic() + timeout
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not allow_private and not is_public(str(address[0])):
            failed = PrivateAddress(f"{host} leads to {address[0]}, which is not of the public net")
            continue
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(max(0.1, end - time.monotonic()))
            made.connect(address)
            made.settimeout(timeout)
            if not allow_private and not is_public(str(made.getpeername()[0])):
                raise PrivateAddress(f"{host} leads to {made.getpeername()[0]}, which is not of the public net")
        except OSError as error:
            made.close()
            failed = error
            continue
        return made
    raise failed


class _Plain(http.client.HTTPConnection):
    """A connection that is opened under guard."""

    allow_private = False
    opened: socket.socket | None = None
    """The socket, also once the answer has taken it over."""

    def connect(self) -> None:
        timeout = self.timeout if isinstance(self.timeout, int | float) else 20.0
        self.sock = self.opened = _open_socket(self.host, self.port, timeout, self.allow_private)


class _Secure(http.client.HTTPSConnection, _Plain):
    """The same with TLS on top: the base class opens by `_Plain.connect` first."""

    def connect(self) -> None:
        super().connect()
        self.opened = self.sock


def connection(scheme: str, host: str, port: int | None, timeout: float, allow_private: bool) -> _Plain:
    """A connection to a host, not opened yet; opening raises PrivateAddress, or OSError as sockets do."""
    made: _Plain
    port = port or (443 if scheme == "https" else 80)  # else http.client takes the end of an IPv6 address
    if scheme == "https":
        made = _Secure(host, port, timeout=timeout, context=ssl.create_default_context())
    else:
        made = _Plain(host, port, timeout=timeout)
    made.allow_private = allow_private
    return made


@contextmanager
def deadline(made: _Plain, seconds: float) -> Iterator[threading.Event]:
    """Breaks the connection off when so many seconds have passed, however it drips; the event tells that it did."""
    passed = threading.Event()

    def stop() -> None:
        passed.set()
        sock = made.opened
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()
        made.close()
