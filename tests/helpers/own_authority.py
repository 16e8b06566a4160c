"""Certificates of an authority that was made a moment ago, for servers of the loopback interface."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.x509.oid import NameOID
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from ipaddress import ip_address
from pathlib import Path
from typing import Any

DAY = timedelta(days=1)


def named(text: str) -> x509.Name:
    """Return the name of somebody."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Give out certificates; all files are in one folder."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = str(self._write(name, self.key, self.key.public_key(), DAY, []))

    def certificate(self, name: str, lasts: timedelta = DAY, host: str = "127.0.0.1"):
        """Return the file of a certificate and its key; one that lasts for less than nothing is out of date."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        return str(self._write(name, key, key.public_key(), lasts, [subject]))

    def _write(
        self, name: str, key: Any, public: Any, lasts: timedelta, more: list[Any]
    ) -> Path:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(self.name))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 9 * DAY)
            .not_valid_after(now + lasts)
            .add_extension(x509.BasicConstraints(not more, None), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(public), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.key.public_key()
                ),
                critical=False,
            )
            .add_extension(
                x509.KeyUsage(
                    True, False, False, False, False, not more, not more, False, False
                ),
                critical=True,
            )
        )
        for extension in more:
            builder = builder.add_extension(extension, critical=False)
        made = builder.sign(self.key, SHA256())
        path = self.folder / f"{name}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(secret + made.public_bytes(Encoding.PEM))
        return path
