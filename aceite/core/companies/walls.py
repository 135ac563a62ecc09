"""Row-level security on PostgreSQL: every table with a company's id shows a company's rows only to that company.

Made anew after each migrate. FORCE makes the policy hold for the owner too; the runtime role owns nothing.
"""

from django.apps import apps
from django.db import connection

from aceite.core.trail.walls import APPEND_ONLY

# What is usual comes first: the rest is reckoned for no row of the company's own.
_POLICY = """
CREATE POLICY one_company ON {table}
USING ({column} = nullif(nullif(current_setting('app.company', true), ''), '*')::bigint
       OR current_setting('app.company', true) = '*')
"""


def walled_tables() -> dict[str, str]:
    """Table name → the column that holds the company's id."""
    tables = {"companies_company": "id"}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.column == "company_id":
                tables[model._meta.db_table] = "company_id"
    return tables


def raise_walls(runtime_role: str = "") -> None:
    """Puts the policies on every walled table and lets the runtime role in; does nothing on SQLite."""
    if connection.vendor != "postgresql":
        return
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, column in walled_tables().items():
            if table in existing:
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
                cursor.execute(f"DROP POLICY IF EXISTS one_company ON {table}")
                cursor.execute(_POLICY.format(table=table, column=column))
        if runtime_role:
            role = connection.ops.quote_name(runtime_role)
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            cursor.execute(f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM {role}")


def missing_walls() -> list[str]:
    """The walled tables on which row-level security does not stand, or is not forced."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(set(walled_tables()) - standing)
