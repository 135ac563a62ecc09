"""The figures of the office's first page as charts: each bar leads to the list it counts, each chart has its table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.proposals.tallies import EVER, month_of
from aceite.core.sales.figures import Figures, Pace, Rate, figures
from aceite.core.sales.filtering import Filters
from aceite.core.sales.models import DeclineReason
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import place
from aceite.faces.office.sale_filters import SIZE_WORDS, address_of, month_words
from aceite.faces.ui.statuses import STATUSES
from aceite.kit.money import format_brl

# How far back sales were made that are looked at; months before this one, both included.
PERIODS: Final[dict[str, tuple[int, int, "str | Promise"]]] = {
    "12m": (11, 0, gettext_lazy("Últimos 12 meses")),
    "3m": (2, 0, gettext_lazy("Últimos 3 meses")),
    "mes": (0, 0, gettext_lazy("Este mês")),
    "anterior": (1, 1, gettext_lazy("Mês passado")),
    "tudo": (-1, -1, gettext_lazy("Desde o começo")),
}
_FUNNEL: Final = (
    ("", gettext_lazy("Propostas feitas")),
    ("oferecidas", gettext_lazy("Já enviadas")),
    ("ganhas", gettext_lazy("Aprovadas")),
    ("order", gettext_lazy("Pedidos")),
)
_STATES: Final = ("draft", "sent", "approved", "order", "expired", "declined", "rescinded")


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, its figure in words, how long it is (0 to 100), the list that it counts."""

    label: "str | Promise"
    said: str
    share: int
    url: str
    count: int
    detail: str = ""
    status: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars under a heading, and what the columns of the table behind them say."""

    key: str
    title: "str | Promise"
    bars: list[Bar]
    lead: "str | Promise" = ""
    head: "str | Promise" = ""


@dataclass(frozen=True)
class Seen:
    """What is looked at: which period, which seller, and the list's address for the same."""

    period: str
    seller_id: int | None
    filters: Filters
    kept: Mapping[str, str]


def seen_of(request: OfficeRequest, at: datetime) -> Seen:
    """What the address of the page asks for; the last twelve months where it asks for nothing."""
    period = request.GET.get("periodo", "")
    period = period if period in PERIODS else "12m"
    typed = request.GET.get("vendedor", "")
    seller = int(typed) if typed.isdecimal() and len(typed) < 18 and request.scope.sellers is None else None
    first, last, _label = PERIODS[period]
    this = month_of(at.astimezone(request.scope.company.tz).date())
    months = EVER if first < 0 else (this - first, this - last)
    kept = {} if first < 0 else {"feita_de": month_words(months[0]), "feita_ate": month_words(months[1])}
    if seller is not None:
        kept["vendedor"] = str(seller)
    return Seen(period, seller, Filters(seller_id=seller, months=months, zone=request.scope.company.zone), kept)


def charts_of(request: OfficeRequest, seen: Seen, at: datetime) -> tuple[Figures, list[Chart]]:
    """All charts that have something to show."""
    told = figures(request.scope.sales, request.scope.tallies, seen.filters, at=at)
    listed = _Listed(place(request, "sales"), seen)
    members = dict(request.scope.members.filter(pk__in=[r.key for r in told.by_seller]).values_list("pk", "name"))
    items = dict(request.scope.items.filter(pk__in=[r.key for r in told.by_item]).values_list("pk", "name"))
    sellers = [] if request.scope.sellers is not None else told.by_seller
    rate = _("Das respondidas ou vencidas, quantas foram aprovadas.")
    charts = [
        Chart("funil", _("Funil"), _funnel(told, listed), _("Até onde chegaram as propostas feitas no período.")),
        Chart("valores", _("Valor por situação"), _worths(told, listed), _("Onde estão agora.")),
        Chart("vendedores", _("Aprovação por vendedor"), _rates(sellers, members, "vendedor", listed), rate),
        Chart("itens", _("Aprovação por item"), _rates(told.by_item, items, "item", listed), rate),
        Chart("tamanhos", _("Aprovação por valor"), _rates(told.by_size, _SIZES, "valor", listed), rate),
        Chart("motivos", _("Motivos de recusa"), _reasons(told, listed), _("Das que estão recusadas.")),
    ]
    return told, [chart for chart in charts if any(bar.count for bar in chart.bars)]


def pace_words(pace: Pace) -> str:
    """The usual time in whole days, or in hours where it is less than two days."""
    hours = max(1, round(pace.usual.total_seconds() / 3600))
    if hours < 48:
        return ngettext("%(count)s hora", "%(count)s horas", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)s dia", "%(count)s dias", days) % {"count": days}


def pace_url(request: OfficeRequest, seen: Seen) -> str:
    """The approved sales among which the usual time was found."""
    return _Listed(place(request, "sales"), seen).url(situacao="ganhas")


_SIZES: Final = {int(key): words for key, words in SIZE_WORDS}


@dataclass(frozen=True)
class _Listed:
    """The list's address for what is looked at, and more."""

    base: str
    seen: Seen

    def url(self, **more: str) -> str:
        told = {key: [value] for key, value in {**self.seen.kept, **more}.items() if value}
        return f"{self.base}?visao=0&{address_of(told)}" if told else f"{self.base}?visao=0"


def _funnel(told: Figures, listed: _Listed) -> list[Bar]:
    sums = [told.in_group(""), told.in_group("offered"), told.in_group("won"), told.by_state.get("order")]
    most = max((one.count for one in sums if one), default=0) or 1
    return [
        Bar(words, f"{one.count if one else 0}", (one.count if one else 0) * 100 // most, listed.url(situacao=state),
            one.count if one else 0, format_brl(one.total) if one else "")
        for (state, words), one in zip(_FUNNEL, sums, strict=True)
    ]  # fmt: skip


def _worths(told: Figures, listed: _Listed) -> list[Bar]:
    most = max((told.by_state[state].total for state in _STATES if state in told.by_state), default=0) or 1
    bars = []
    for state in _STATES:
        one = told.by_state.get(state)
        count, total = (one.count, one.total) if one else (0, Decimal(0))
        share, words = int(total * 100 / most), STATUSES[state].label
        bars.append(Bar(words, f"{count}", share, listed.url(situacao=state), count, format_brl(total), state))
    return bars


def _rates(rates: Iterable[Rate], names: "Mapping[int, str | Promise]", name: str, listed: _Listed) -> list[Bar]:
    bars = []
    for rate in rates:
        if rate.key in names:
            words = _("%(won)s de %(answered)s") % {"won": rate.won, "answered": rate.answered}
            url = listed.url(**{name: str(rate.key), "situacao": "respondidas"})
            bars.append(Bar(names[rate.key], f"{rate.percent} %", rate.percent, url, rate.answered, words))
    return bars


def _reasons(told: Figures, listed: _Listed) -> list[Bar]:
    most = max((count for _reason, count in told.reasons), default=0) or 1
    words = dict(DeclineReason.choices)
    return [
        Bar(
            words.get(reason, reason),
            f"{count}",
            count * 100 // most,
            listed.url(situacao="declined", motivo=reason),
            count,
        )
        for reason, count in told.reasons
    ]
