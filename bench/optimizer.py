"""What the optimizer believes of the tables."""

from __future__ import annotations

from pyclient.deploy.server import read_version
from pyclient.deploy.session import Connection, execute, fetch, quoted


def forget_statistics(connection: Connection) -> None:
    """Make the optimizer believe that every table of the database is empty, as it does for minutes after a
    restore. The server must not count anew meanwhile: innodb_stats_auto_recalc has to be off."""
    if read_version(connection).engine == "mariadb":
        # InnoDB's own figures are not read again while a table is in use; these go before them.
        execute(
            connection,
            "REPLACE INTO mysql.table_stats (db_name, table_name, cardinality)"
            " SELECT table_schema, table_name, 0 FROM information_schema.tables"
            " WHERE table_schema = DATABASE()",
        )
    else:
        execute(
            connection,
            "UPDATE mysql.innodb_table_stats SET n_rows = 0, clustered_index_size = 1,"
            " sum_of_other_index_sizes = 1 WHERE database_name = DATABASE()",
        )
        execute(
            connection, "UPDATE mysql.innodb_index_stats SET stat_value = 1 WHERE database_name = DATABASE()"
        )
    connection.commit()
    execute(connection, f"FLUSH TABLES {_all_tables(connection)}")


def count_rows(connection: Connection) -> None:
    """Give the optimizer true statistics."""
    if read_version(connection).engine == "mariadb":
        execute(connection, "DELETE FROM mysql.table_stats WHERE db_name = DATABASE()")
    fetch(connection, f"ANALYZE TABLE {_all_tables(connection)}")
    execute(connection, f"FLUSH TABLES {_all_tables(connection)}")


def _all_tables(connection: Connection) -> str:
    tables = [row[0] for row in fetch(connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")]
    return ", ".join(map(quoted, tables))
