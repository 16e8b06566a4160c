"""How often mail goes to an address because of what anonymous visitors do.

Anybody may type anybody's address into a form. Until it has confirmed itself it gets a
few mails, and what comes beyond them together in one. Anybody may also send the form so
often that the office gets a mail for each question: it gets a few of them, too, and of
the rest one that tells their number.

Addresses that one person owns count as one: case, dots and what follows a plus don't
matter. Only keyed hashes are kept, for a day; of a confirmed address as long as its
questions may take.
"""

from BTrees.OOBTree import OOBTree
from datetime import datetime
from datetime import timedelta
from persistent import Persistent
from sonla.pbgdpl.core.typed_text import normalized

import hmac
import secrets

TYPED, OFFICE = "address", "office"
MAX_PER_HOUR = {
    TYPED: ((timedelta(hours=1), 3), (timedelta(days=1), 10)),
    OFFICE: ((timedelta(hours=1), 6),),
}
"""Mails to one address within a span: one typed into a public form, one of the office."""
RETENTION = timedelta(days=1)
"""Time for which it is known when mails were sent, the longest span."""
REMEMBERED = timedelta(days=400)
"""Time for which an address stays confirmed."""
TOKEN_LENGTH = 32


def folded(address: str) -> str:
    """Return what an address counts as."""
    address = normalized(address).strip().lower()
    local, _at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        pass  # no address of the world; it is refused when it is to be sent to
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


class AddressLimits(Persistent):
    """Count mails by hashes of addresses, and know which addresses are confirmed."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._sent = OOBTree()
        self._confirmed = OOBTree()

    def key(self, address: str, limit: str = TYPED) -> str:
        """Return the hash that stands for an address, as far as a limit goes."""
        return self._hash(limit, address)

    def token(self, address: str) -> str:
        """Return what only a mail to this address tells."""
        return self._hash("token", address)[:TOKEN_LENGTH]

    def confirm(self, address: str, token: str, now: datetime) -> bool:
        """Note that an address is its owner's, who brought its token; return whether it was noted."""
        good = hmac.compare_digest(self.token(address).encode(), token.encode())
        if good:
            self._confirmed[self.key(address)] = now
        return good

    def is_confirmed(self, address: str) -> bool:
        """Return whether the owner of an address has confirmed it."""
        return self.key(address) in self._confirmed

    def free_from(self, address: str, now: datetime, limit: str = TYPED) -> datetime:
        """Return from when on an address may be written to; `now` or before for at once."""
        times = self._sent.get(self.key(address, limit), ())
        ends = [now]
        for span, most in MAX_PER_HOUR[limit]:
            within = [time for time in times if time > now - span]
            if len(within) >= most:
                ends.append(within[-most] + span)
        return max(ends)

    def count(self, address: str, now: datetime, limit: str = TYPED) -> None:
        """Count a mail that is about to be sent; of two at a time one conflicts."""
        key = self.key(address, limit)
        kept = [time for time in self._sent.get(key, ()) if time > now - RETENTION]
        self._sent[key] = (*kept, now)

    def uncount(self, address: str, moment: datetime, limit: str = TYPED) -> None:
        """Uncount a mail that could not be sent."""
        key = self.key(address, limit)
        kept = tuple(time for time in self._sent.get(key, ()) if time != moment)
        if kept:
            self._sent[key] = kept
        else:
            self._sent.pop(key, None)

    def outdated(self, now: datetime) -> tuple[list[str], list[str]]:
        """List what is to be forgotten: counts of a day ago, confirmations of long ago."""
        day = now - RETENTION
        return (
            [key for key, times in self._sent.items() if max(times) <= day],
            [key for key, on in self._confirmed.items() if on <= now - REMEMBERED],
        )

    def forget_old(self, now: datetime) -> None:
        """Forget what is to be forgotten."""
        counts, confirmed = self.outdated(now)
        for key in counts:
            del self._sent[key]
        for key in confirmed:
            del self._confirmed[key]

    def _hash(self, purpose: str, address: str) -> str:
        text = f"{purpose}:{folded(address)}"
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()
