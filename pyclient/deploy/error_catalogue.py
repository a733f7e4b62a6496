"""The error catalogue: one file, db/errors.toml, from which the SQL raises and the clients translate.

The server's MESSAGE_TEXT is the token, ": " and the English template with its values. So the values come back
by matching the template, and are put into the Arabic one. Nothing here needs a database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pyclient.deploy.source import SourceError, db_dir

FIRST_ERRNO = 50100
# SQLSTATE 45000's MESSAGE_TEXT; one character more and MySQL loses the token (1648).
MESSAGE_LENGTH = 128
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the catalogue. ``key`` is ``TOKEN`` or ``TOKEN.variant``; templates hold ``{names}``."""

    key: str
    token: str
    errno: int
    english: str
    arabic: str

    @cached_property
    def placeholders(self) -> tuple[str, ...]:
        """The names in the English template, in their order."""
        return tuple(_PLACEHOLDER.findall(self.english))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches this sentence's MESSAGE_TEXT, with a group per name."""
        seen: set[str] = set()
        parts = []
        for index, piece in enumerate(_PLACEHOLDER.split(f"{self.token}: {self.english}")):
            if index % 2 == 0:
                parts.append(re.escape(piece))
            elif piece in seen:
                parts.append(f"(?P={piece})")
            else:
                seen.add(piece)
                parts.append(f"(?P<{piece}>.*?)")
        return re.compile("".join(parts), re.DOTALL)

    @property
    def literal_length(self) -> int:
        """How much of the English template is fixed text."""
        return len(_PLACEHOLDER.sub("", self.english))

    def in_arabic(self, values: Mapping[str, str]) -> str:
        """The Arabic sentence with these values."""
        return _filled(self.arabic, values)

    def in_english(self, values: Mapping[str, str]) -> str:
        """The English sentence with these values."""
        return _filled(self.english, values)


@dataclass(frozen=True)
class Match:
    """A server's message, understood: which sentence it is, and its values as texts."""

    sentence: Sentence
    values: dict[str, str]

    @property
    def token(self) -> str:
        return self.sentence.token

    @property
    def arabic(self) -> str:
        return self.sentence.in_arabic(self.values)

    @property
    def english(self) -> str:
        return self.sentence.in_english(self.values)


def parse(text: str, name: str = "errors.toml") -> tuple[Sentence, ...]:
    """Read a catalogue. SourceError for a broken rule: errno from 50100 up and one per token, both languages
    with the same names, and the fixed text of a sentence short enough to leave room for its values."""
    sentences: list[Sentence] = []
    numbers: dict[int, str] = {}
    for token, table in tomllib.loads(text).items():
        errno = table.get("errno")
        if not isinstance(errno, int) or errno < FIRST_ERRNO:
            raise SourceError(f"{name}: {token} needs an errno of {FIRST_ERRNO} or more")
        if errno in numbers:
            raise SourceError(f"{name}: {token} and {numbers[errno]} share errno {errno}")
        numbers[errno] = token
        sentences += _sentences_of(token, errno, table, name)
    return tuple(sentences)


def _sentences_of(token: str, errno: int, table: dict[str, Any], name: str) -> Iterable[Sentence]:
    variants = {token: table} | {f"{token}.{key}": sub for key, sub in table.items() if isinstance(sub, dict)}
    for key, entry in variants.items():
        try:
            sentence = Sentence(key, token, errno, str(entry["english"]), str(entry["arabic"]))
        except KeyError as missing:
            raise SourceError(f"{name}: {key} has no {missing}") from None
        if not set(_PLACEHOLDER.findall(sentence.arabic)) <= set(sentence.placeholders):
            raise SourceError(f"{name}: {key} has a value in Arabic that the English sentence does not give")
        if len(token) + 2 + sentence.literal_length > MESSAGE_LENGTH:
            raise SourceError(f"{name}: {key} is longer than {MESSAGE_LENGTH} characters")
        yield sentence


@cache
def load(path: Path | None = None) -> tuple[Sentence, ...]:
    """The catalogue of this package (or of another file), read once."""
    path = path or db_dir() / "errors.toml"
    return parse(path.read_text(encoding="utf-8"), str(path))


def match(message: str, sentences: Iterable[Sentence] | None = None) -> Match | None:
    """Understand a MESSAGE_TEXT; None when it is none of ours.

    Where several sentences of a token fit, the one with the most fixed text is meant. A message with a known
    token whose text fits none of its sentences (an older or newer database) gives the token's first sentence
    without values.
    """
    token = message.partition(":")[0]
    mine = [s for s in (load() if sentences is None else sentences) if s.token == token]
    for sentence in sorted(mine, key=lambda s: s.literal_length, reverse=True):
        found = sentence.pattern.fullmatch(message)
        if found:
            return Match(sentence, found.groupdict())
    return Match(mine[0], {}) if mine else None


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)
