"""On PostgreSQL the database itself keeps companies apart: here are the queries of a door that forgot its filter."""

from datetime import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, nowhere, scoped
from aceite.core.companies.walls import missing_walls, walled_tables
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.signatures.agreed_terms import kept_terms
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.terms_saving import Text, save_terms
from aceite.core.signatures.wording import OwnWords
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.recording import record
from tests.threads import together

postgresql = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
# Rows of no company: people, their passkeys and devices enter several, limits count tries before anybody is known, the
# seal is the installation's.
OF_NOBODY = {
    "people_user", "people_ratelimit", "people_passkey", "people_device", "people_challenge", "signatures_instancekey",
}  # fmt: skip


def owners() -> dict[type[Model], str]:
    """Every walled model with the column that names its company."""
    tables = walled_tables()
    return {m: tables[m._meta.db_table] for m in apps.get_models() if m._meta.db_table in tables}


def test_every_table_of_a_room_of_core_names_its_company() -> None:
    core = [m._meta for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("aceite.core")]
    open_to_all = {meta.db_table for meta in core if meta.app_label != "jobs"} - set(walled_tables())
    assert open_to_all == OF_NOBODY


class TestOnPostgreSQL:
    """As the role that serves."""

    pytestmark = postgresql

    def test_walls_stand_and_a_fallen_one_is_missed(self, db: None) -> None:
        assert missing_walls() == []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE customers_customer NO FORCE ROW LEVEL SECURITY")
            assert missing_walls() == ["customers_customer"]
            transaction.set_rollback(True)

    def test_a_migrate_puts_each_up_once(self, db: None) -> None:
        with CaptureQueriesContext(connection) as asked:
            call_command("migrate", verbosity=0)
        assert sum("POLICY one_company ON customers_customer\n" in one["sql"] for one in asked) == 1

    def test_outside_a_scope_nothing_is_seen(self, as_runtime: None) -> None:
        assert [model.__name__ for model in owners() if model._default_manager.exists()] == []
        with nowhere():
            assert not Customer.objects.exists()

    def test_without_the_doors_filter_a_company_sees_only_its_own(
        self, aurora: Company, ana: Member, carla: PanelUser, eva: Member, now: datetime, as_runtime: None
    ) -> None:
        for member in (ana, eva):
            with scoped(member.company_id):
                record("member.joined", by=member, at=now, personal={"name": member.name})
                OneTimeCode.objects.create(
                    company_id=member.company_id, purpose=CodePurpose.SIGN_IN, asked_at=now, expires_at=now
                )
        with scoped(aurora.pk):
            seen = {
                model: set(model._default_manager.values_list(column, flat=True)) for model, column in owners().items()
            }
        assert set().union(*seen.values()) == {aurora.pk}
        filled = {Company, Member, Customer, PanelUser, Event, PersonalValue, OneTimeCode}
        assert {model for model, ids in seen.items() if ids} == filled
        with everywhere(Door.OPERATOR):
            assert all(model._default_manager.count() >= 2 for model in filled)

    def test_strange_rows_cannot_be_changed_removed_or_made(
        self, aurora: Company, carla: PanelUser, fabio: PanelUser, as_runtime: None
    ) -> None:
        with scoped(aurora.pk):
            strange = Customer.objects.filter(pk=fabio.customer_id)
            assert strange.update(name="Aurora esteve aqui") == 0
            assert strange.delete()[0] == 0
        for steal in (
            lambda: Customer.objects.filter(pk=carla.customer_id).update(company_id=fabio.company_id),
            lambda: Customer.objects.create(
                company_id=fabio.company_id, name="x", taxid="1", kind="person", created_at=carla.created_at
            ),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), scoped(aurora.pk):
                steal()

    def test_nobody_reads_another_companys_terms(
        self, aurora: Company, boreal: Company, ana: Member, now: datetime, as_runtime: None
    ) -> None:
        with scoped(aurora.pk):
            text = Text(Occasion.SIGNATURE, "pt-br")
            own = save_terms(aurora, text, OwnWords(added="Foro de Campinas."), by=ana, at=now).sha256
            assert set(kept_terms(aurora.pk, [own])) == {own}
        with scoped(boreal.pk):
            assert not TermsVersion.objects.exists() and kept_terms(aurora.pk, [own]) == {}

    @pytest.mark.parametrize(
        "sql",
        [
            "ALTER TABLE customers_customer DISABLE ROW LEVEL SECURITY",
            "DROP POLICY one_company ON customers_customer",
            "ALTER TABLE trail_event DISABLE TRIGGER ALL",
            "UPDATE trail_event SET kind = 'order.made'",
            "DELETE FROM trail_event",
            "UPDATE signatures_termsversion SET body = '{}'",
            "DELETE FROM signatures_termsversion",
            "TRUNCATE customers_customer CASCADE",
        ],
    )
    def test_the_serving_role_cannot_take_a_wall_down(self, sql: str, as_runtime: None) -> None:
        with pytest.raises(DatabaseError, match="owner|permission denied"), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_scopes_nest_and_an_error_leaves_none_behind(
        self, aurora: Company, boreal: Company, as_runtime: None
    ) -> None:
        with scoped(aurora.pk):
            with everywhere(Door.VERIFY):
                assert Company.objects.count() == 2
            with pytest.raises(Company.DoesNotExist), scoped(boreal.pk):
                Company.objects.get(pk=aurora.pk)
            assert Company.objects.get() == aurora
        with pytest.raises(Company.DoesNotExist), scoped(aurora.pk):
            Company.objects.get(pk=boreal.pk)
        assert not Company.objects.exists()

    @pytest.mark.race
    def test_threads_that_share_pooled_connections_never_see_each_other(
        self, aurora: Company, boreal: Company, pooled: None
    ) -> None:
        def visit(company: Company | None) -> set[tuple[int, ...]]:
            seen = set()
            for _ in range(20):
                if company is None:
                    seen.add(tuple(Customer.objects.values_list("company_id", flat=True)))
                else:
                    with scoped(company.pk):
                        seen.add(tuple(Customer.objects.values_list("company_id", flat=True)))
                # Back into the pool, so that the next look is through whichever connection comes.
                connection.close()
            return seen

        guests = [aurora, boreal, None] * 3
        seen = together(*[lambda company=company: visit(company) for company in guests], connected=False)
        assert seen == [{(company.pk,)} if company else {()} for company in guests]
