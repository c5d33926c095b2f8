"""The ``reglab.`` settings, read once into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

TRUE = frozenset({"true", "yes", "on", "1"})
FALSE = frozenset({"false", "no", "off", "0", ""})


CHOICES = {"booklet_empty": ("say", "leave_out")}
"""Settings that take one of a few words."""


class BadSettings(Exception):
    """The settings cannot be used; the message lists every fault."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides; every name is ``reglab.<name>`` in the settings file."""

    var: str = "var"
    database: str = ""
    index: str = ""
    survey_key: str = ""
    seal_key: str = ""
    seal_pause: int = 60
    checkpoint_to: str = ""
    title: str = "Reglab"
    base_url: str = "http://127.0.0.1:6543"
    hosts: str = ""
    mail: str = "file"
    mail_from: str = "Reglab <kansli@reglab.example>"
    mail_pause: int = 5
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = False
    secure_cookies: bool = True
    demo: bool = False
    default_language: str = "sv"
    booklet_empty: str = "say"
    ballots: bool = False
    trash_days: int = 90
    fast_passwords: bool = False


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Read ``reglab.*``; ``VAR`` in the environment names the data folder before the file does.

    Raises BadSettings with every unknown name and unreadable value.
    """
    known = {field.name: field.type for field in fields(Settings)}
    faults: list[str] = []
    values: dict[str, Any] = {}
    for key, raw in given.items():
        if not key.startswith("reglab."):
            continue
        name = key.removeprefix("reglab.")
        if name not in known:
            faults.append(f"{key} is not a setting")
            continue
        try:
            values[name] = _chosen(name, _read(str(raw).strip(), str(known[name])))
        except ValueError as error:
            faults.append(f"{key}: {error}")
    if faults:
        raise BadSettings("; ".join(faults))
    return _with_folders(values)


def _with_folders(values: dict[str, Any]) -> Settings:
    var = os.path.abspath(os.environ.get("VAR") or values.get("var") or "var")
    default = f"file://{var}/Data.fs?blobstorage_dir={var}/blobs&connection_cache_size=20000&connection_pool_size=12"
    database = (values.get("database") or default).replace("${VAR}", var)
    index = values.get("index") or f"{var}/index.sqlite"
    key = values.get("survey_key") or f"{var}/survey.key"
    seal_key = values.get("seal_key") or f"{var}/seal.key"
    return Settings(**{**values, "var": var, "database": database, "index": index.replace("${VAR}", var),
                       "survey_key": key.replace("${VAR}", var), "seal_key": seal_key.replace("${VAR}", var)})


def _read(raw: str, kind: str) -> Any:
    if kind == "bool":
        if raw.lower() in TRUE:
            return True
        if raw.lower() in FALSE:
            return False
        raise ValueError(f"{raw!r} is neither true nor false")
    if kind == "int":
        return int(raw)
    return raw


def _chosen(name: str, value: Any) -> Any:
    if name in CHOICES and value not in CHOICES[name]:
        raise ValueError(f"{value!r} is none of {', '.join(CHOICES[name])}")
    return value


LOCAL = frozenset({"var", "database", "index", "smtp_user"})
"""Settings that tell of one machine and its accounts, or may hold a password."""


def without_secrets(settings: Settings) -> dict[str, str]:
    """The settings that the history may tell of: no secrets, and nothing of the machine that it runs on."""
    return {field.name: str(getattr(settings, field.name)) for field in fields(Settings)
            if field.name not in LOCAL and not field.name.endswith(("_key", "_password"))}


def is_private_demo(settings: Settings) -> bool:
    """Whether this is a demo on one's own machine, where nothing needs to be protected."""
    return settings.demo and urlsplit(settings.base_url).hostname in ("127.0.0.1", "localhost", "::1")


def public_faults(settings: Settings) -> list[str]:
    """What must be mended before these settings may face the public."""
    faults = []
    if settings.demo:
        faults.append("reglab.demo must be false")
    if not settings.secure_cookies:
        faults.append("reglab.secure_cookies must be true")
    if settings.fast_passwords:
        faults.append("reglab.fast_passwords must be false")
    if not settings.base_url.startswith("https://"):
        faults.append("reglab.base_url must begin with https://")
    return faults


def includeme(config: Any) -> None:
    """Read the settings of the application that includes us."""
    if not hasattr(config.registry, "reglab_settings"):
        config.registry.reglab_settings = read_settings(config.get_settings())
