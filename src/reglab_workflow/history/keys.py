"""Keys: what the site seals its history with, in a file of its own beside the database."""

from __future__ import annotations

import logging
import os
import secrets
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from .verify_history import fingerprint

OTHERS = 0o007
"""The bits of a file's mode that are for whoever is neither its owner nor of its group."""

log = logging.getLogger(__name__)


class KeyRefused(Exception):
    """The key is missing, is none, or is another one than the history is sealed with; the message says what to do."""


class SealKey:
    """A private key; whoever has it can seal."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.private = private

    @cached_property
    def public(self) -> str:
        """The public half, in hexadecimal."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    @cached_property
    def name(self) -> str:
        """The fingerprint of the public half."""
        return fingerprint(self.public)

    def sign(self, text: bytes) -> str:
        """The signature of a text, in hexadecimal."""
        return self.private.sign(text).hex()


class KeyFile:
    """The file that holds the key; read at each use, so that a mended file needs no new start."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def read(self) -> SealKey:
        """The key; raises KeyRefused when the file is missing or holds none."""
        try:
            private = load_pem_private_key(self.path.read_bytes(), password=None)
        except FileNotFoundError:
            raise KeyRefused(
                f"The history is sealed, and the key {self.path} is missing. Restore it from its copy; or, if it is "
                "lost, let `reglab history new-key` make another, which the history will tell of.") from None
        except (ValueError, TypeError, OSError) as error:
            raise KeyRefused(f"{self.path} cannot be read as a key: {error}") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyRefused(f"{self.path} holds a key of another kind than Ed25519.")
        if self.path.stat().st_mode & OTHERS:
            log.warning("everybody on this machine can read %s, and could seal: run chmod 600 on it", self.path)
        return SealKey(private)

    def read_or_make(self) -> SealKey:
        """The key; where there is no file one is made, and two processes that do so at once end up with the same."""
        if not self.path.exists():
            self._make()
        return self.read()

    def replace(self) -> SealKey:
        """Another key; the one before, if there is one, is kept beside it under its fingerprint."""
        if self.path.exists():
            self.path.rename(self.path.with_name(f"{self.path.name}.{self._kept_name()}"))
        self._make()
        return self.read()

    def _kept_name(self) -> str:
        """What the file is called when it gives way; one that holds no key is kept all the same."""
        try:
            return self.read().name
        except KeyRefused:
            return f"unreadable.{secrets.token_hex(4)}"

    def _make(self) -> None:
        """Written aside and then linked, so that nobody ever reads half a key."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, self.path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
