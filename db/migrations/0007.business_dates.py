"""Adopted invoices and payments get their business date: the day of created_at in the company's time zone."""

from yoyo import step

from pyclient.deploy import zones

__depends__ = {"0006.defaults_of_new_rows"}

DAY_OF = """
    UPDATE {table} AS t STRAIGHT_JOIN companies AS c ON c.id = t.company_id
    SET t.{day} = DATE(t.{instant} + INTERVAL (
            SELECT z.offset_minutes FROM zone_offsets AS z
            WHERE z.zone = c.time_zone AND z.from_utc <= t.{instant}
            ORDER BY z.from_utc DESC LIMIT 1) MINUTE){keep}
    WHERE t.{day} IS NULL
"""


def fill(connection):
    cursor = connection.cursor()
    cursor.execute("SELECT DISTINCT time_zone FROM companies")
    for (zone,) in cursor.fetchall():
        zones.fill(connection, zone)
    # TIMESTAMP columns speak the session's zone: UTC here, since the offsets are from UTC
    cursor.execute("SET @daftar_session_zone = @@session.time_zone")
    cursor.execute("SET time_zone = '+00:00'")
    # updated_at would move by itself; it is the shop's
    cursor.execute(
        DAY_OF.format(
            table="invoices_out",
            day="invoice_date",
            instant="created_at",
            keep=", t.updated_at = t.updated_at",
        )
    )
    cursor.execute(
        DAY_OF.format(table="invoice_payments", day="business_date", instant="payment_date", keep="")
    )
    cursor.execute("SET time_zone = @daftar_session_zone")
    cursor.close()


steps = [step(fill)]
