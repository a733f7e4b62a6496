"""What an application account has no business with: one statement for each thing it may try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyclient.deploy.session import Connection, fetch, quoted

# On every table of ours.
ON_A_TABLE = (
    "SELECT * FROM {table}",
    "SELECT COUNT(*) FROM {table}",
    "SELECT 1 FROM {table} LIMIT 1 FOR UPDATE",
    "SELECT {column} FROM {table} INTO OUTFILE '/tmp/daftar_stolen'",
    "INSERT INTO {table} ({column}) VALUES (DEFAULT)",
    "INSERT INTO {table} SELECT * FROM {table}",
    "REPLACE INTO {table} ({column}) VALUES (DEFAULT)",
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} AS a, {table} AS b SET a.{column} = b.{column}",
    "DELETE FROM {table}",
    "TRUNCATE TABLE {table}",
    "DROP TABLE {table}",
    "RENAME TABLE {table} TO taken",
    "ALTER TABLE {table} ADD COLUMN mine INT",
    "ALTER TABLE {table} DISABLE KEYS",
    "CREATE INDEX mine ON {table} ({column})",
    "CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH ROW SET @a = 1",
    "CREATE VIEW mine AS SELECT * FROM {table}",
    "CREATE TABLE mine LIKE {table}",
    "CREATE TEMPORARY TABLE {table} (id INT)",
    "LOCK TABLES {table} READ",
    "LOCK TABLES {table} WRITE",
    "HANDLER {table} OPEN",
    "SHOW CREATE TABLE {table}",
    "SHOW COLUMNS FROM {table}",
    "SHOW INDEX FROM {table}",
    "ANALYZE TABLE {table}",
    "CHECK TABLE {table}",
    "LOAD DATA INFILE '/etc/passwd' INTO TABLE {table}",
    "EXPLAIN SELECT * FROM {table}",
    "GRANT SELECT ON {table} TO {me}",
)
ON_A_VIEW = (
    "INSERT INTO {view} ({column}) VALUES (1)",
    "UPDATE {view} SET {column} = {column}",
    "DELETE FROM {view}",
    "DROP VIEW {view}",
    "SHOW CREATE VIEW {view}",
    "EXPLAIN SELECT * FROM {view}",
    "CREATE OR REPLACE VIEW {view} AS SELECT 1 AS {column}",
    "LOCK TABLES {view} READ",
    "GRANT SELECT ON {view} TO {me}",
)
ON_A_ROUTINE = (
    "DROP {kind} {routine}",
    "ALTER {kind} {routine} SQL SECURITY INVOKER",
    "GRANT EXECUTE ON {kind} {routine} TO {me}",
)
ON_A_TRIGGER = ("DROP TRIGGER {trigger}", "SHOW CREATE TRIGGER {trigger}")
ON_THE_DATABASE = (
    "CREATE TABLE mine (id INT)",
    "CREATE TEMPORARY TABLE mine (id INT)",
    "CREATE PROCEDURE mine() SELECT 1",
    "CREATE FUNCTION mine() RETURNS INT DETERMINISTIC RETURN 1",
    "CREATE EVENT mine ON SCHEDULE EVERY 1 DAY DO SELECT 1",
    "CREATE VIEW mine AS SELECT 1",
    "SHOW EVENTS",
    "DROP DATABASE {database}",
    "ALTER DATABASE {database} CHARACTER SET latin1",
    "GRANT ALL ON {database}.* TO {me}",
    "GRANT SELECT ON {database}.* TO {me}",
    "REVOKE ALL ON {database}.* FROM {me}",
)
ON_ANOTHER_DATABASE = (
    "USE {other}",
    "SELECT * FROM {other}.invoices_out",
    "INSERT INTO {other}.invoices_out VALUES (1)",
    "UPDATE {other}.invoices_out SET id = 2",
    "DELETE FROM {other}.invoices_out",
    "TRUNCATE TABLE {other}.invoices_out",
    "DROP TABLE {other}.invoices_out",
    "CREATE TABLE {other}.mine (id INT)",
    "CREATE TEMPORARY TABLE {other}.mine (id INT)",
    "CREATE PROCEDURE {other}.mine() SELECT 1",
    "SHOW CREATE TABLE {other}.invoices_out",
    "SHOW CREATE DATABASE {other}",
    "SHOW TABLES FROM {other}",
    "DROP DATABASE {other}",
    "SELECT * FROM mysql.user",
    "SELECT * FROM mysql.db",
    "SELECT * FROM mysql.procs_priv",
    "SELECT * FROM mysql.tables_priv",
    "UPDATE mysql.user SET user = 'root'",
    "DELETE FROM mysql.db",
    "SELECT * FROM sys.session",
    "SELECT * FROM performance_schema.events_statements_history",
    "SELECT * FROM performance_schema.events_statements_summary_by_digest",
    "SELECT * FROM performance_schema.table_handles",
    "SELECT * FROM information_schema.innodb_trx",
    "SELECT * FROM information_schema.innodb_metrics",
    "UPDATE performance_schema.setup_consumers SET enabled = 'NO'",
    "CREATE DATABASE mine",
)
ON_THE_SERVER = (
    "SET GLOBAL innodb_flush_log_at_trx_commit = 0",
    "SET GLOBAL max_connections = 1",
    "SET GLOBAL log_bin_trust_function_creators = 1",
    "SET GLOBAL foreign_key_checks = 0",
    "SET GLOBAL read_only = 1",
    "SET GLOBAL general_log = 1",
    "SET GLOBAL general_log_file = '/tmp/daftar.php'",
    "SET GLOBAL local_infile = 1",
    "SET GLOBAL sql_mode = ''",
    "SET GLOBAL auto_increment_increment = 1000",
    "SET SESSION sql_log_bin = 0",
    "SET SESSION binlog_format = 'STATEMENT'",
    "CREATE USER thief IDENTIFIED BY 'x'",
    "DROP USER {me}",
    "ALTER USER root@localhost IDENTIFIED BY ''",
    "RENAME USER {me} TO root@'%'",
    "CREATE ROLE thief",
    "GRANT ALL ON *.* TO {me}",
    "GRANT PROXY ON root@localhost TO {me}",
    "SHOW GRANTS FOR root@localhost",
    "SHOW CREATE USER root@localhost",
    "SET PASSWORD FOR root@localhost = 'x'",
    "KILL {admin_thread}",
    "KILL QUERY {admin_thread}",
    "FLUSH TABLES",
    "FLUSH TABLES WITH READ LOCK",
    "FLUSH LOGS",
    "FLUSH PRIVILEGES",
    "FLUSH STATUS",
    "SHUTDOWN",
    "SHOW ENGINE INNODB STATUS",
    "SHOW BINARY LOGS",
    "SHOW REPLICA STATUS",
    "PURGE BINARY LOGS BEFORE '2000-01-01'",
    "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'thief'",
    "STOP REPLICA",
    "INSTALL PLUGIN thief SONAME 'thief.so'",
    "UNINSTALL PLUGIN innodb",
    "CREATE FUNCTION sys_exec RETURNS INTEGER SONAME 'lib_mysqludf_sys.so'",
    "CREATE SERVER thief FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'thief')",
    "SELECT 'x' INTO OUTFILE '/tmp/daftar_stolen'",
    "SELECT 'x' INTO DUMPFILE '/tmp/daftar_stolen'",
)
# How one engine says the same.
MARIADB_WORDS = {
    "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'thief'": "CHANGE MASTER TO MASTER_HOST = 'thief'",
    "SET PASSWORD FOR root@localhost = 'x'": "SET PASSWORD FOR root@localhost = PASSWORD('x')",
}


@dataclass(frozen=True)
class Catalogue:
    """The names of what is deployed: each with a column, or the number of arguments."""

    tables: dict[str, str]
    views: dict[str, str]
    routines: dict[tuple[str, str], int]
    triggers: list[str]

    @property
    def public_procedures(self) -> list[str]:
        return sorted(name for kind, name in self.routines if kind == "PROCEDURE" and name[0] != "_")

    @property
    def public_views(self) -> list[str]:
        return sorted(name for name in self.views if name[0] != "_")


def read_catalogue(connection: Connection) -> Catalogue:
    """The catalogue as an administrator sees it."""
    columns = fetch(
        connection,
        "SELECT c.table_name, t.table_type, c.column_name FROM information_schema.columns AS c"
        " INNER JOIN information_schema.tables AS t"
        " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
        " WHERE c.table_schema = DATABASE() AND c.ordinal_position = 1",
    )
    arguments = fetch(
        connection,
        "SELECT r.routine_type, r.routine_name, COUNT(p.ordinal_position)"
        " FROM information_schema.routines AS r LEFT JOIN information_schema.parameters AS p"
        " ON p.specific_schema = r.routine_schema AND p.specific_name = r.specific_name"
        " AND p.routine_type = r.routine_type AND p.ordinal_position > 0"
        " WHERE r.routine_schema = DATABASE() GROUP BY r.routine_type, r.routine_name",
    )
    triggers = fetch(
        connection,
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
    )
    return Catalogue(
        tables={row[0]: row[2] for row in columns if row[1] == "BASE TABLE"},
        views={row[0]: row[2] for row in columns if row[1] == "VIEW"},
        routines={(row[0], row[1]): row[2] for row in arguments},
        triggers=[row[0] for row in triggers],
    )


def attempts(there: Catalogue, **names: str) -> Iterator[tuple[str, str]]:
    """(what it is about, the statement); ``names``: me, database, other, admin_thread, engine."""
    mariadb = names.pop("engine") == "mariadb"
    for table, column in there.tables.items():
        for text in ON_A_TABLE:
            yield text, text.format(table=quoted(table), column=quoted(column), **names)
    for view, column in there.views.items():
        for text in ON_A_VIEW:
            yield text, text.format(view=quoted(view), column=quoted(column), **names)
        if view.startswith("_"):
            yield "SELECT of an internal view", f"SELECT * FROM {quoted(view)}"
    for (kind, name), count in there.routines.items():
        for text in ON_A_ROUTINE:
            yield text, text.format(kind=kind, routine=quoted(name), **names)
        if name.startswith("_"):
            arguments = ", ".join(["@a"] * count)
            verb = "CALL" if kind == "PROCEDURE" else "SELECT"
            yield f"{verb} an internal one", f"{verb} {quoted(name)}({arguments})"
            yield f"SHOW CREATE {kind}, an internal one", f"SHOW CREATE {kind} {quoted(name)}"
    for trigger in there.triggers:
        for text in ON_A_TRIGGER:
            yield text, text.format(trigger=quoted(trigger), **names)
    for text in (*ON_THE_DATABASE, *ON_ANOTHER_DATABASE, *ON_THE_SERVER):
        yield text, (MARIADB_WORDS.get(text, text) if mariadb else text).format(**names)
