"""The address people type: what may stand in PUBLIC_URL, and what follows from it."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def parse(text: str) -> str:
    """Take what the environment says and return scheme, host and port, with no slash at the end.

    Raises ValueError with what is wrong with it, in words that follow "PUBLIC_URL".
    """
    text = text.strip().rstrip("/")
    try:
        address = urlsplit(text)
        _ = address.port
    except ValueError as error:
        raise ValueError(f"has a host or a port that cannot be one ({error})") from error
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValueError("must begin with http:// or https:// and name a host")
    if address.path or address.query or address.fragment or address.username is not None:
        raise ValueError("must end after the host and port: the site owns every path below it")
    return text


def is_loopback(host: str | None) -> bool:
    """Whether a host can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def host_with_port(host: str, port: int | str) -> str:
    """Join host and port as they stand in an address; an IPv6 address takes brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
