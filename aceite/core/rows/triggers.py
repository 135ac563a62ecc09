"""A trigger that tells of each change of a table, worded for either database."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Trigger:
    """What is done after each `act` ("insert", "update", "delete") on a row of `table` for which `when` holds."""

    table: str
    purpose: str
    act: str
    telling: tuple[str, ...]
    when: str = ""

    @property
    def name(self) -> str:
        """By which the database knows it."""
        return f"{self.table}_{self.purpose}_{self.act}"

    def statements(self, vendor: str) -> Iterator[str]:
        """What makes it anew, whether or not it stands."""
        when, telling = f"WHEN ({self.when})" if self.when else "", "; ".join(self.telling)
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {self.name}"
            yield f"CREATE TRIGGER {self.name} AFTER {self.act.upper()} ON {self.table} {when} BEGIN {telling}; END"
            return
        yield f"""CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN {telling}; RETURN NULL; END $$"""
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield f"""CREATE TRIGGER {self.name} AFTER {self.act.upper()} ON {self.table}
                  FOR EACH ROW {when} EXECUTE FUNCTION {self.name}()"""
