"""What a reference server holds and how it behaves, apart from faults."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Choose the data and the manners of a server; equal settings give equal data."""

    records: int = 257
    """How many, tombstones included. 257 is five pages and a rest."""
    seed: int = 1
    page_size: int = 50
    body_bytes: int = 0
    """Bytes of UTF-8 that each body has at least; 0 for about one kilobyte."""
    files: bool = True
    """Whether records name attachments, media and pictures; without, they are text alone."""
    list_seed: int = 0
    """Which records the list over REST has; 0 for those of all other faces."""
    deleted_share: float = 0.04
    nfd_share: float = 0.03
    """Share of the records whose text is decomposed (NFD), as macOS writes it."""
    repository_id: str = "btp.example"
    """A domain name, as the guideline for OAI identifiers wants; this one is no one's."""
    deleted_record: str = "persistent"
    """What Identify says of deletions; with `no` tombstones are not listed."""
    token_minutes: int = 24 * 60
    """How long a resumption token is good for, on the server's clock."""
    push_token: str = ""
    """Bearer token that pushing needs; empty for none."""
    pull_token: str = ""
    """Bearer token that harvesting needs; empty for none."""
    client_id: str = ""
    """Who may ask for tokens; with it everything is behind a gateway; empty for none."""
    client_secret: str = ""
    gateway_path: str = ""
    """Below which path the gateway stands; empty for before all faces."""
    gateway_token: str = ""
    """What the header `lgspaccesstoken` must have; empty where none is wanted."""
    audience: str = ""
    """What a token must have been asked for; empty for any."""
    access_seconds: int = 900
    """How long a token of the gateway is good for, on the server's clock."""
    access_uses: int = 0
    """For how many requests a token of the gateway is good; 0 for any number."""
    quota: int = 0
    """Requests a minute that the gateway lets through; 0 for any number."""
