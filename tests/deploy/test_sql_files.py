"""The rules that every file under db/ keeps, read from the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlparse

from pyclient.connection import COLLATION
from pyclient.deploy import error_catalogue
from pyclient.deploy.session import SQL_MODE, fetch
from pyclient.deploy.source import ENGINES, ObjectSource, SourceError, db_dir, mask, read_object, read_objects
from tests.shop import Shop

OBJECTS = sorted(
    {source.path: source for engine in ENGINES for source in read_objects(engine)}.values(),
    key=lambda source: source.path,
)
ROUTINES = [source for source in OBJECTS if source.kind in ("FUNCTION", "PROCEDURE")]
PUBLIC = [source for source in ROUTINES if source.name.startswith("sp_")]
TRIGGERS = [source for source in OBJECTS if source.kind == "TRIGGER"]
MIGRATIONS = sorted((db_dir() / "migrations").glob("[0-9]*"))
CHECKS = sorted((db_dir() / "checks").glob("*.sql"))

_TEXT_TYPE = re.compile(
    r"(?<=\w)\s+(?:(?:VAR)?CHAR\s*\(\s*\d+\s*\)|(?:TINY|MEDIUM|LONG)?TEXT|ENUM\s*\([^)]*\))"
    r"(?!\s+CHARACTER\s+SET\s+\w+\s+COLLATE\s+\w+)",
    re.IGNORECASE,
)
_TRANSACTION = re.compile(
    r"\b(?:COMMIT|ROLLBACK|SAVEPOINT|START\s+TRANSACTION|SET\s+TRANSACTION)\b", re.IGNORECASE
)
# A sentence of the catalogue, raised here or given to another that raises it: 'TOKEN.variant'.
_VARIANT = re.compile(r"'([A-Z][A-Z_]*\.[a-z_]+)'")
# The clock, and the function that compares the session's clock with the machine's.
_MAY_READ_THE_TIME = {"_now", "_unsafe_setting"}


def each(sources: list[ObjectSource]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("source", sources, ids=[source.name for source in sources])


def plain(source: ObjectSource) -> str:
    return mask(source.statement)


def header(source: ObjectSource) -> str:
    return source.statement[: source.create_at]


def parameters(source: ObjectSource) -> list[str]:
    """The declarations between the brackets after the name."""
    rest = plain(source).split(source.name, 1)[1]
    depth, start, found = 0, 0, []
    for index, letter in enumerate(rest):
        if letter == "(":
            depth += 1
            if depth == 1:
                start = index + 1
        elif letter == ")" or (letter == "," and depth == 1):
            if depth == 1:
                found.append(rest[start:index])
                start = index + 1
            if letter == ")":
                depth -= 1
                if depth == 0:
                    break
    return [re.sub(r"^\s*(?:IN|OUT|INOUT)\s+", "", p).strip() for p in found if p.strip()]


def declared(source: ObjectSource) -> Iterator[tuple[str, str]]:
    """(what, name) of every local: variable or cursor."""
    for text in re.findall(r"\bDECLARE\s+([^;]+)", plain(source), re.IGNORECASE):
        if re.match(r"(?:EXIT|CONTINUE|UNDO)\s+HANDLER\b", text, re.IGNORECASE):
            continue
        cursor = re.match(r"(\w+)\s+CURSOR\b", text, re.IGNORECASE)
        if cursor:
            yield "cursor", cursor[1]
            continue
        names = re.match(r"\w+(?:\s*,\s*\w+)*", text)
        assert names, f"{source.path}: DECLARE {text}"
        for name in re.split(r"\s*,\s*", names[0]):
            yield "variable", name


def test_there_is_something_to_look_at() -> None:
    assert len(PUBLIC) >= 10
    assert len(TRIGGERS) >= 5
    assert len(CHECKS) >= 10


@each(ROUTINES)
def test_names_tell_what_a_thing_is(source: ObjectSource) -> None:
    assert source.name.startswith(("sp_", "_"))
    if source.kind == "FUNCTION":
        assert source.name.startswith("_"), "public ones are procedures"
    assert [p for p in parameters(source) if not p.startswith("p_")] == []
    for what, name in declared(source):
        assert name.startswith("c_" if what == "cursor" else "v_"), name


@each(TRIGGERS)
def test_a_triggers_name_says_its_table_and_moment(source: ObjectSource) -> None:
    moment = re.search(r"\b(BEFORE|AFTER)\s+(INSERT|UPDATE|DELETE)\b", plain(source), re.IGNORECASE)
    assert moment
    assert source.name == f"trg_{source.table}_{moment[1][0].lower()}{moment[2][0].lower()}"
    for what, name in declared(source):
        assert name.startswith("c_" if what == "cursor" else "v_"), name


def test_no_parameter_or_local_is_named_like_a_column(shop: Shop) -> None:
    columns = {
        str(row[0]).lower()
        for row in fetch(
            shop.connection,
            "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()",
        )
    }
    for source in ROUTINES + TRIGGERS:
        names = {p.split()[0] for p in (parameters(source) if source.kind != "TRIGGER" else [])}
        names |= {name for _, name in declared(source)}
        assert names & columns == set(), source.name


@each(OBJECTS)
def test_a_file_begins_by_saying_what_it_is_for(source: ObjectSource) -> None:
    assert re.match(r"-- \S.{20,}", header(source))


@each(PUBLIC)
def test_a_public_procedures_header_is_a_manual_page(source: ObjectSource) -> None:
    parts = ["Returns:", f"Example: CALL {source.name}("]
    parts += ["Parameters:"] if parameters(source) else []
    parts += ["Errors:", "Locks:"] if "START TRANSACTION" in plain(source) else []
    assert [part for part in parts if part not in header(source)] == []


@each(ROUTINES)
def test_a_header_names_what_the_body_raises_and_locks(source: ObjectSource) -> None:
    raised = set(re.findall(r"CALL _raise\('(\w+)", source.statement))
    raised |= {key.partition(".")[0] for key in _VARIANT.findall(source.statement)}
    assert raised - set(re.findall(r"\w+", header(source))) == set()
    if re.search(r"\bFOR\s+UPDATE\b", plain(source), re.IGNORECASE):
        assert "Locks:" in header(source)


@each(OBJECTS)
def test_only_sentences_of_the_catalogue_are_raised(source: ObjectSource) -> None:
    known = {sentence.key for sentence in error_catalogue.load()}
    raised = set(re.findall(r"CALL _raise\('([\w.]+)'", source.statement))
    assert (raised | set(_VARIANT.findall(source.statement))) - known == set()
    if source.name not in {"_raise", "_raise_interrupted", "_raise_changed"}:
        assert not re.search(r"\bSIGNAL\b", plain(source), re.IGNORECASE)


@each(ROUTINES + TRIGGERS)
def test_every_text_states_its_character_set_and_collation(source: ObjectSource) -> None:
    text = re.sub(r"\bAS\s+CHAR(\s*\(\s*\d+\s*\))?", "", plain(source), flags=re.IGNORECASE)
    assert [found[0] for found in _TEXT_TYPE.finditer(text)] == []


@each([s for s in ROUTINES + TRIGGERS if s not in PUBLIC])
def test_internal_pieces_leave_the_transaction_alone(source: ObjectSource) -> None:
    assert _TRANSACTION.search(plain(source)) is None


@each([s for s in PUBLIC if "START TRANSACTION" in plain(s)])
def test_a_writing_procedure_owns_exactly_one_transaction(source: ObjectSource) -> None:
    body = " ".join(plain(source).split())
    assert body.count("START TRANSACTION") == 1
    assert "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION READ WRITE;" in body
    handlers = re.findall(r"(\w+) HANDLER FOR (\w+)", body)
    assert sorted(h for h in handlers if h[1] != "NOT") == [("EXIT", "1568"), ("EXIT", "SQLEXCEPTION")]
    assert "BEGIN ROLLBACK AND NO CHAIN NO RELEASE; RESIGNAL; END;" in body
    assert len(re.findall(r"\bCOMMIT\b", body)) == body.count("COMMIT AND NO CHAIN NO RELEASE;") > 0
    before = body.split("SET TRANSACTION")[0]
    assert not re.search(
        r"\b(?:SET|SELECT|CALL (?!_raise)|IF)\b", before.split("DECLARE", 1)[1].replace("CHARACTER SET", "")
    )


@each([s for s in PUBLIC if "START TRANSACTION" not in plain(s)])
def test_a_reading_procedure_opens_no_transaction_and_writes_nothing(source: ObjectSource) -> None:
    assert _TRANSACTION.search(plain(source)) is None
    assert not re.search(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\b(?!\s*\()", plain(source), re.IGNORECASE)


@each(OBJECTS)
def test_what_no_object_may_hold(source: ObjectSource) -> None:
    text = plain(source)
    for what, pattern in {
        "a handler that carries on after an error": r"\bCONTINUE\s+HANDLER\s+FOR\s+(?!NOT\s+FOUND\b)",
        "dynamic SQL": r"\b(?:PREPARE|EXECUTE|DEALLOCATE)\b",
        "a floating type": r"\b(?:FLOAT|DOUBLE|REAL)\b",
        "an advisory lock": r"\bGET_LOCK\b",
        "a temporary table": r"\bTEMPORARY\b",
        "JSON_VALUE": r"\bJSON_VALUE\b",
        "REPEAT, on which splitters break": r"\bEND\s+REPEAT\b",
    }.items():
        assert not re.search(pattern, text, re.IGNORECASE), what
    if source.name != "_audit":  # any chain is as good as another, see docs/decisions/0035-audit-trail.md
        assert not re.search(r"\bSKIP\s+LOCKED\b", text, re.IGNORECASE)
    if source.name not in _MAY_READ_THE_TIME:
        clock = r"\b(?:NOW|SYSDATE|CURDATE|UTC_DATE|UTC_TIMESTAMP|CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIME)\b"
        assert not re.search(clock, text, re.IGNORECASE), "a clock beside _now()"


@each([source for source in OBJECTS if source.kind == "FUNCTION"])
def test_a_function_says_what_it_reads(source: ObjectSource) -> None:
    assert re.search(r"\b(?:NO\s+SQL|READS\s+SQL\s+DATA|DETERMINISTIC)\b", plain(source)), "else error 1418"


@each(TRIGGERS)
def test_a_trigger_calls_no_function(source: ObjectSource) -> None:
    """MySQL may read one that is being replaced as NULL there, see docs/decisions/0008-deployment.md."""
    texts = {s.name: plain(s) for s in ROUTINES}
    functions = {s.name for s in ROUTINES if s.kind == "FUNCTION"}
    ahead, reached = [plain(source)], set[str]()
    while ahead:
        new = texts.keys() & set(re.findall(r"\w+", ahead.pop())) - reached
        reached |= new
        ahead += [texts[name] for name in new]
    assert not reached & functions


def test_an_engines_own_file_has_its_twin() -> None:
    twins: dict[str, set[str]] = {}
    for source in OBJECTS:
        for engine in ENGINES:
            if engine in source.path.relative_to(db_dir()).parts:
                twins.setdefault(source.name, set()).add(engine)
    assert {name: engines for name, engines in twins.items() if engines != set(ENGINES)} == {}


@pytest.mark.parametrize("path", [p for p in MIGRATIONS if p.suffix == ".sql"], ids=lambda p: p.stem)
def test_a_migration_is_split_into_whole_statements(path: Path) -> None:
    statements = [s for s in sqlparse.split(path.read_text(encoding="utf-8")) if mask(s).strip(" \n;")]
    assert statements
    for statement in statements:
        words = mask(statement).split()
        assert words[0].upper() in {
            "CREATE",
            "ALTER",
            "DROP",
            "INSERT",
            "UPDATE",
            "DELETE",
            "SET",
            "SELECT",
            "WITH",
        }
        assert ";" not in mask(statement).rstrip().rstrip(";")
        assert not re.search(r"\b(?:FLOAT|DOUBLE|REAL)\b", mask(statement), re.IGNORECASE)


@pytest.mark.parametrize("path", [p for p in MIGRATIONS if ".rollback" not in p.name], ids=lambda p: p.stem)
def test_every_migration_has_its_way_back(path: Path) -> None:
    if path.suffix == ".sql":
        assert path.with_suffix(".rollback.sql").is_file()


def test_a_check_constraint_bears_its_tables_name(shop: Shop) -> None:
    rows = fetch(
        shop.connection,
        "SELECT table_name, constraint_name FROM information_schema.table_constraints"
        " WHERE constraint_schema = DATABASE() AND constraint_type IN ('CHECK', 'FOREIGN KEY')",
    )
    assert rows
    assert [row for row in rows if not str(row[1]).startswith(str(row[0]))] == []


def test_money_is_decimal_and_foreign_keys_restrict(shop: Shop) -> None:
    floats = fetch(
        shop.connection,
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND data_type IN ('float', 'double')",
    )
    assert floats == []
    rules = fetch(
        shop.connection,
        "SELECT DISTINCT delete_rule FROM information_schema.referential_constraints"
        " WHERE constraint_schema = DATABASE()",
    )
    assert rules == [("RESTRICT",)]


def test_what_the_server_froze_is_ours(shop: Shop) -> None:
    for table, schema in (("routines", "routine_schema"), ("triggers", "trigger_schema")):
        rows = fetch(
            shop.connection,
            "SELECT CAST(sql_mode AS CHAR), character_set_client, collation_connection, database_collation"
            f" FROM information_schema.{table} WHERE {schema} = DATABASE()",
        )
        assert rows
        for sql_mode, *rest in rows:
            assert set(sql_mode.split(",")) == set(SQL_MODE.split(","))
            assert rest == ["utf8mb4", COLLATION, COLLATION]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_check_is_one_select_that_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"-- \S.{10,}", text)
    assert ";" not in mask(text).rstrip().rstrip(";")
    assert mask(text).split()[0].upper() in {"SELECT", "WITH"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("CREATE PROCEDURE other() SELECT 1", "named after its object"),
        ("CREATE OR REPLACE VIEW x AS SELECT 1", "one bare CREATE"),
        ("CREATE DEFINER=`a`@`b` PROCEDURE x() SELECT 1", "one bare CREATE"),
        ("DROP PROCEDURE x", "one bare CREATE"),
        ("DELIMITER $$\nCREATE PROCEDURE x() SELECT 1 $$", "one bare CREATE"),
        ("CREATE PROCEDURE x() BEGIN SELECT 1; END; SELECT 2", "more than one statement"),
        ("CREATE PROCEDURE x() SELECT 1; SELECT 2", "more than one statement"),
        ("CREATE PROCEDURE x() BEGIN DROP TABLE y; END", "holds DROP"),
        ("CREATE PROCEDURE x() BEGIN CREATE TABLE y (id INT); END", "more than one statement"),
    ],
)
def test_a_file_that_is_not_one_bare_create_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "x.sql"
    path.write_text(text)
    with pytest.raises(SourceError, match=fault):
        read_object(path)


@pytest.mark.parametrize(
    "text",
    [
        "-- DROP; DELIMITER\nCREATE PROCEDURE x() BEGIN SELECT 'DROP; CREATE'; END;\n",
        "CREATE FUNCTION x() RETURNS INT DETERMINISTIC RETURN CASE WHEN 1 THEN IF(1, 2, 3) END",
        "CREATE PROCEDURE x() BEGIN IF 1 THEN DO REPEAT('a', 2); END IF; l: LOOP LEAVE l; END LOOP l; END",
        "CREATE PROCEDURE x() BEGIN CASE 1 WHEN 1 THEN SELECT CASE 1 WHEN 1 THEN 2 END; END CASE; END",
        "CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW\nIF NEW.a THEN SET @a = 1; SET @b = 2; END IF;",
        "CREATE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW x AS SELECT 1",
    ],
)
def test_one_bare_create_is_taken(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.sql"
    path.write_text(text)
    assert not read_object(path).statement.rstrip().endswith(";")


def test_a_call_of_a_piece_is_sent_in_backticks(tmp_path: Path) -> None:
    path = tmp_path / "_x.sql"
    path.write_text(
        "-- Beside _y(1).\n"
        "CREATE PROCEDURE _x(IN p_x INT)\nBEGIN\n"
        "    CALL _y(`_z`(p_x), a_b(1), _utf8mb4'_y(1)'); -- not _y(2)\n"
        "END\n"
    )
    assert read_object(path).create("`o`@`h`", or_replace=True) == (
        "-- Beside _y(1).\n"
        "CREATE OR REPLACE DEFINER=`o`@`h` PROCEDURE `_x`(IN p_x INT)\nBEGIN\n"
        "    CALL `_y`(`_z`(p_x), a_b(1), _utf8mb4'_y(1)'); -- not _y(2)\n"
        "END"
    )
