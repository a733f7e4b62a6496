"""The object files of db/: one bare CREATE statement each, named after the object.

The files hold no DELIMITER, DROP, OR REPLACE or DEFINER, so that every driver, linter and diff can read them;
what an engine needs around them is the loader's business.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from pyclient.deploy.server import Engine

Kind = Literal["FUNCTION", "VIEW", "PROCEDURE", "TRIGGER"]
Depth = Literal["quick", "newest", "full"]

# The order of deployment. Routines find each other when they run; views need functions at creation, triggers
# must not fire before what they call is there.
FOLDERS: dict[Kind, str] = {
    "FUNCTION": "functions",
    "VIEW": "views",
    "PROCEDURE": "procedures",
    "TRIGGER": "triggers",
}
# Letters of what a check expected and found.
CHECK_TEXT = 255
# How many rows of its table a check of depth "newest" looks at in a quick verification.
NEWEST_ROWS = 500
ENGINES: tuple[Engine, ...] = ("mysql", "mariadb")

_MASKED = re.compile(
    r"--(?=\s|$)[^\n]*|\#[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"",
    re.DOTALL | re.MULTILINE,
)
_CREATE = re.compile(
    r"\s*(?P<create>CREATE)\s+"
    r"(?:(?P<algorithm>ALGORITHM\s*=\s*\w+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?(?P<view>VIEW)"
    r"|(?P<other>FUNCTION|PROCEDURE|TRIGGER))"
    r"\s+`?(?P<name>\w+)`?\s*(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# A call of an internal piece. MariaDB looks up each bare word that begins with _ among its character sets,
# since _latin1 before a text would name one: a tenth of a connection's first call (docs/performance.md).
_PIECE_CALL = re.compile(rf"{_MASKED.pattern}|(?<![\w`])(?P<piece>_\w+)(?=\()", _MASKED.flags)
# What opens and closes a block. IF, LOOP, WHILE and REPEAT are left out with their closing END ...: IF and
# REPEAT are functions too.
_BLOCK = re.compile(
    r"\bEND\s+(?:IF|LOOP|WHILE|REPEAT)\b|\bEND(?:\s+CASE)?\b|\b(?:BEGIN|CASE)\b", re.IGNORECASE
)
# A trigger whose body is one IF, without a block around it.
_ONE_IF = re.compile(
    r"\bFOR\s+EACH\s+ROW\s+IF\b(?:(?!\bEND\s+IF\b).)*\bEND\s+IF\Z", re.IGNORECASE | re.DOTALL
)
_DEPTH = re.compile(r"^-- Depth: (quick|newest|full)$", re.MULTILINE)
# What a check goes through: the outermost FROM is the one that is not indented.
_CHECKED_TABLE = re.compile(r"^FROM (?P<table>\w+) AS (?P<alias>\w+)$", re.MULTILINE)
_TRIGGER_TABLE = re.compile(r"\bON\s+`?(\w+)`?", re.IGNORECASE)


class SourceError(ValueError):
    """An object file that does not keep the rules; the text names the file and the rule."""


@dataclass(frozen=True)
class ObjectSource:
    """One file of db/functions, views, procedures or triggers, read and checked.

    ``statement`` is the file's text without a closing semicolon; ``create_at`` is where its CREATE stands,
    ``definer_at`` where a DEFINER would; ``table`` is a trigger's table.
    """

    kind: Kind
    name: str
    path: Path
    statement: str
    create_at: int
    definer_at: int
    sha: str
    table: str | None = None

    def create(self, definer: str = "", *, or_replace: bool = False) -> str:
        """The statement as it is sent: calls of pieces in backticks, with OR REPLACE, and with a definer that
        is given as it stands in SQL.

        >>> source.create("`shop_owner`@`localhost`")  # doctest: +SKIP
        'CREATE DEFINER=`shop_owner`@`localhost` PROCEDURE ...'
        """
        after = self.create_at + len("CREATE")
        return (
            self.statement[:after]
            + (" OR REPLACE" if or_replace else "")
            + self.statement[after : self.definer_at]
            + (f"DEFINER={definer} " if definer else "")
            + _in_backticks(self.statement[self.definer_at :])
        )


def db_dir() -> Path:
    """The folder with migrations, routines, checks and errors.toml: in the wheel, or beside the package."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_db"
    return inside if inside.is_dir() else package.parent / "db"


def mask(sql: str) -> str:
    """``sql`` with comments blanked and string literals filled with x: same length, same lines.

    >>> mask("SELECT 'a;b' -- c")
    "SELECT 'xxx'     "
    """
    return _MASKED.sub(_filled, sql)


def _filled(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] in "'\"":
        return text[0] + re.sub(r"[^\n]", "x", text[1:-1]) + text[0]
    return re.sub(r"[^\n]", " ", text)


def _in_backticks(statement: str) -> str:
    return _PIECE_CALL.sub(lambda found: f"`{found['piece']}`" if found["piece"] else found[0], statement)


def read_object(path: Path) -> ObjectSource:
    """Read one object file; SourceError when it breaks a rule."""
    return _read_statement(path.read_text(encoding="utf-8"), path, path.stem)


def _read_statement(text: str, path: Path, stem: str) -> ObjectSource:
    plain = mask(text).rstrip()
    plain = plain.removesuffix(";").rstrip()
    found = _CREATE.match(plain)
    if found is None:
        raise SourceError(
            f"{path}: must be one bare CREATE FUNCTION, PROCEDURE, TRIGGER or VIEW, without OR REPLACE"
        )
    kind = cast(Kind, (found["view"] or found["other"]).upper())
    if found["name"] != stem:
        raise SourceError(f"{path}: creates {found['name']}, but a file is named after its object")
    for word, pattern in (
        ("DELIMITER", r"^\s*DELIMITER\b"),
        ("DROP", r"\bDROP\b"),
        ("DEFINER", r"\bDEFINER\s*="),
    ):
        if re.search(pattern, plain, re.IGNORECASE | re.MULTILINE):
            raise SourceError(f"{path}: holds {word}; a file is exactly one bare CREATE statement")
    if len(re.findall(r"\bCREATE\b", plain, re.IGNORECASE)) != 1 or _goes_on(found["rest"]):
        raise SourceError(f"{path}: holds more than one statement")
    table = _TRIGGER_TABLE.search(found["rest"]) if kind == "TRIGGER" else None
    return ObjectSource(
        kind=kind,
        name=stem,
        path=path,
        statement=text[: len(plain)],
        create_at=found.start("create"),
        definer_at=found.end("algorithm") if found["algorithm"] else found.end("create") + 1,
        sha=hashlib.sha256(_in_backticks(text).encode("utf-8")).hexdigest(),  # of what is sent
        table=table[1] if table else None,
    )


def _goes_on(rest: str) -> bool:
    """Whether a semicolon stands outside of the object's blocks: a second statement."""
    if _ONE_IF.search(rest):
        return False
    depth, position = 0, 0
    for block in _BLOCK.finditer(rest):
        if depth == 0 and ";" in rest[position : block.start()]:
            return True
        word = block[0].upper().split()
        if word[0] != "END":
            depth += 1
        elif word[-1] in {"END", "CASE"}:
            depth -= 1
        position = block.end()
    return depth != 0 or ";" in rest[position:]


def depth_of(check: str) -> Depth:
    """How far a quick verification goes in a check, whose text is given: all of it, its table's newest rows,
    or nothing. Without a word about it, nothing.

    >>> depth_of("-- No seller sells twice.\\n-- Depth: quick\\nSELECT ...")
    'quick'
    """
    found = _DEPTH.search(check)
    return cast(Depth, found[1]) if found else "full"


def read_checks(root: Path | None = None) -> list[ObjectSource]:
    """The checks as views: each file of db/checks, which is one SELECT, as ``_check_<name>``, all their rows
    as ``_violations``, their names and depths as ``_checks``; for a quick verification those that look at
    their newest rows alone also as ``_newest_<name>``, and the rows of all that it asks as
    ``_quick_violations``. Empty where there is no check.

    >>> [source.name for source in read_checks()][-3:]
    ['_violations', '_quick_violations', '_checks']
    """
    folder = (root or db_dir()) / "checks"
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}
    if not texts:
        return []
    depths = {path: depth_of(text) for path, text in texts.items()}
    quick = [
        _violations_of(path.stem, f"_newest_{path.stem}" if depth == "newest" else f"_check_{path.stem}")
        for path, depth in depths.items()
        if depth != "full"
    ]
    nothing = "SELECT v.* FROM _violations AS v WHERE 1 = 0"
    names = [f"SELECT '{path.stem}' AS check_name, '{depth}' AS depth" for path, depth in depths.items()]
    return [
        *(_as_view(path, f"_check_{path.stem}", text) for path, text in texts.items()),
        *(
            _as_view(path, f"_newest_{path.stem}", _of_newest_rows(path, text))
            for path, text in texts.items()
            if depths[path] == "newest"
        ),
        _as_view(
            folder,
            "_violations",
            "-- Every row that breaks a check.\n"
            + _union(_violations_of(path.stem, f"_check_{path.stem}") for path in texts),
        ),
        _as_view(
            folder, "_quick_violations", "-- Those that a quick look finds.\n" + (_union(quick) or nothing)
        ),
        _as_view(folder, "_checks", "-- All checks, and how far a quick look goes.\n" + _union(names)),
    ]


def _violations_of(check: str, view: str) -> str:
    texts = ", ".join(
        f"CAST(c.{column} AS CHAR({CHECK_TEXT})) AS {column}" for column in ("expected", "found")
    )
    return f"SELECT '{check}' AS check_name, c.table_name, c.row_id, {texts} FROM {view} AS c"


def _of_newest_rows(path: Path, check: str) -> str:
    """The check, of its table's newest rows."""
    text, tables = _CHECKED_TABLE.subn(
        f"FROM (SELECT * FROM \\g<table> ORDER BY id DESC LIMIT {NEWEST_ROWS}) AS \\g<alias>", check
    )
    if tables != 1:
        raise SourceError(f"{path}: a check of the newest rows has one FROM that is not indented: a table's")
    return text


def _union(selects: Iterable[str]) -> str:
    return "\nUNION ALL ".join(selects)


def _as_view(path: Path, name: str, text: str) -> ObjectSource:
    """A SELECT, with the comment above it, as a view."""
    select_at = len(mask(text)) - len(mask(text).lstrip())
    return _read_statement(f"{text[:select_at]}CREATE VIEW {name} AS\n{text[select_at:]}", path, name)


def read_objects(engine: Engine, root: Path | None = None) -> list[ObjectSource]:
    """All objects for one engine, in the order of deployment and by name inside a kind.

    A file under a folder ``mysql`` or ``mariadb`` is for that engine only. SourceError for a broken rule, an
    object in another kind's folder, or two files of one name.
    """
    root = root or db_dir()
    others = {other for other in ENGINES if other != engine}
    objects: dict[tuple[Kind, str], ObjectSource] = {}
    for kind, folder in FOLDERS.items():
        for path in sorted((root / folder).rglob("*.sql"), key=lambda p: p.stem):
            if others & set(path.relative_to(root).parts):
                continue
            source = read_object(path)
            if source.kind != kind:
                raise SourceError(f"{path}: a {source.kind} does not belong in {folder}/")
            if (kind, source.name) in objects:
                raise SourceError(f"{path}: {source.name} stands in {objects[kind, source.name].path} too")
            objects[kind, source.name] = source
        if kind == "VIEW":  # after those that they may read
            objects |= {(kind, source.name): source for source in read_checks(root)}
    return list(objects.values())


def as_client_script(engine: Engine, objects: Iterable[ObjectSource] | None = None) -> str:
    """The whole set as a script for people who paste into a client: DELIMITER lines and DROP IF EXISTS."""
    sources = list(read_objects(engine) if objects is None else objects)
    parts = [f"DROP {s.kind} IF EXISTS {s.name}$$\n{s.create()}$$\n" for s in sources]
    return "\n".join(["DELIMITER $$\n", *parts, "DELIMITER ;\n"])
