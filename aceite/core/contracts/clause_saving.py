"""Writing the clause library: a clause is saved as its next version; texts that refer to it stay with theirs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.contracts.clause_pins import keys_in
from aceite.core.contracts.clauses import Clause, ClauseVersion
from aceite.core.contracts.editing import require_templates
from aceite.core.contracts.rules import Rule, as_data, rule_of
from aceite.core.contracts.texts import clean_body, clean_title, search_words
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Unfit
from aceite.core.trail.shelving import shelve
from aceite.kit.richtext import plain
from aceite.kit.text import unaccented

MOST_TAGS: Final = 10
LONGEST_TAG: Final = 40
LONGEST_KEY: Final = 50


@dataclass(frozen=True)
class ClauseText:
    """What a form hands over."""

    title: str
    body: str
    tags: Sequence[str] = ()
    rule: Rule = Rule()


def save_clause(
    text: ClauseText, *, clause: Clause | None = None, key: str = "", company: Company, by: Actor, at: datetime
) -> Clause:
    """Makes a clause, or saves its next version; only its tags make none. The same form (`key`) twice makes one.

    Raises Unfit, ContractsOff.
    """
    require_templates(company, by)
    cleaned = _clean(text)
    with transaction.atomic():
        # One at a time in a company, so that no two clauses take the same key.
        Company.objects.select_for_update().get(pk=company.pk)
        if clause is not None:
            return _keep(cleaned, Clause.objects.get(pk=clause.pk), by, at)
        kept = form_key(key, cleaned)
        made = made_before(Clause.objects.filter(company=company), kept)
        return made or _keep(cleaned, Clause(company=company, form_key=kept), by, at)


def archive_clause(clause: Clause, *, by: Actor, at: datetime) -> Clause:
    """Offers the clause no longer; texts that refer to it keep it."""
    return _set_active(clause, active=False, by=by, at=at)


def restore_clause(clause: Clause, *, by: Actor, at: datetime) -> Clause:
    """Offers it again."""
    return _set_active(clause, active=True, by=by, at=at)


def _set_active(clause: Clause, *, active: bool, by: Actor, at: datetime) -> Clause:
    require_templates(clause.company, by)
    with transaction.atomic():
        return shelve(Clause.objects.select_for_update().get(pk=clause.pk), "clause", active=active, by=by, at=at)


def _keep(text: ClauseText, clause: Clause, by: Actor, at: datetime) -> Clause:
    said = (clause.title, clause.body, rule_of(clause.rule))
    new = clause.pk is None
    changed = new or said != (text.title, text.body, text.rule)
    if not changed and clause.tags == list(text.tags):
        return clause
    clause.key = clause.key or _free_key(text.title, clause.company_id)
    clause.title, clause.body, clause.tags, clause.rule = text.title, text.body, list(text.tags), as_data(text.rule)
    clause.number += int(changed and not new)
    clause.search = search_words(text.title, " ".join(text.tags), plain(text.body))
    clause.updated_at = at
    clause.save()
    if changed:
        ClauseVersion.objects.create(
            company_id=clause.company_id,
            clause=clause,
            number=clause.number,
            title=clause.title,
            body=clause.body,
            rule=clause.rule,
            saved_by_id=by.actor_id if by.kind == "member" else None,
            saved_at=at,
        )
    record("clause.saved", by=by, at=at, data={"clause": clause.pk, "version": clause.number})
    return clause


def _clean(text: ClauseText) -> ClauseText:
    title, body = clean_title(text.title), clean_body(text.body)
    if not plain(body).strip():
        raise Unfit("body", _("Escreva o texto da cláusula. O título e as condições foram mantidos."))
    if keys_in(body):
        raise Unfit("body", _("Uma cláusula não traz outra: escreva o texto dela aqui."))
    tags = tuple(dict.fromkeys(" ".join(tag.split()).lower() for tag in text.tags if tag.strip()))
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise Unfit("tags", _("Use no máximo dez etiquetas, cada uma com até quarenta letras."))
    return ClauseText(title, body, tags, text.rule)


def _free_key(title: str, company_id: int) -> str:
    """A name for placeholders made of the title, which no other clause of the company has."""
    plain_key = re.sub(r"[^a-z0-9]+", "_", unaccented(title).lower()).strip("_")[:LONGEST_KEY].strip("_") or "clausula"
    base = plain_key if plain_key[0].isalpha() else f"c_{plain_key}"
    taken = set(Clause.objects.filter(company=company_id, key__startswith=base).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := base if n == 1 else f"{base}_{n}") not in taken)
