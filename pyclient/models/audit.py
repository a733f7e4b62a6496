"""The audit trail: the ends of its chains, and where it is broken."""

from __future__ import annotations

from dataclasses import dataclass

from pyclient.models.fields import Request


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditChainEnd(Request):
    """The last row of a chain: its place and its SHA-256."""

    chain: int
    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditHead(Request):
    """The ends of all chains that have a row, which have ``rows`` together: to be kept elsewhere.

    >>> AuditHead(chains=(AuditChainEnd(chain=1, seq=7, hash="ab"),), rows=7).chains[0].seq
    7
    """

    chains: tuple[AuditChainEnd, ...]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditBreak:
    """A row of ``audit_log`` that has not the hash that it had, or a chain (``audit_chains``) that lacks
    rows, or has not the row of the head."""

    table_name: str
    row_id: int
    expected: str | None
    found: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifiedAudit:
    """Whether the audit trail is whole, and the first 100 breaks where it is not."""

    whole: bool
    breaks: tuple[AuditBreak, ...]
