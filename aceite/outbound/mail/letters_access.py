"""Letters about entering: invitations, codes, accesses that ended, addresses that changed."""

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.customers.invitations import mailed_token
from aceite.core.people.codes import digits_of, is_open
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.models import CodePurpose, Device, Member, OneTimeCode
from aceite.core.people.permissions import Role
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from aceite.kit.devices import device_name
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Code, Facts, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import invitation_is_open
from aceite.outbound.mail.words import moment, price


def panel_invitation(h: Happening, reader: Reader) -> Letter | None:
    """To a person of a customer who is let into the panel. A copied invitation is not mailed."""
    person = reader.panel_user
    if person is None or not h.event.data.get("mailed") or not invitation_is_open(person, h.now):
        return None
    said = {"company": h.company.trade_name, "customer": str(person.customer), "name": reader.first_name}
    ends = moment(person.invitation_expires_at or h.now)
    return Letter(
        subject=_("%(company)s convidou você para o Painel do Cliente") % said,
        title=_("Entre no painel de %(company)s") % said,
        first_line=_("O convite vale até %(deadline)s") % {"deadline": ends},
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(
                _(
                    "No painel, %(customer)s recebe as propostas de %(company)s, tira dúvidas, assina contratos e "
                    "aprova, pelo celular ou pelo computador."
                )
                % said
            ),
            Text(_("O convite é pessoal e vale uma vez. Você escolhe uma senha ou entra com um código por e-mail.")),
        ],
        button=Button(_("Aceitar o convite"), addresses.panel_invitation(h.company, mailed_token(person))),
        reply_to=h.actor.email if h.actor else h.company.email,
        closing=_("Se você não esperava este convite, ignore esta mensagem: nada acontece."),
    )


def team_invitation(h: Happening, reader: Reader) -> Letter | None:
    """To a colleague who is invited to the vendor's team."""
    member = reader.person
    if not isinstance(member, Member) or member.joined_at is not None or not member.invitation_nonce:
        return None
    said = {"company": h.company.trade_name, "role": str(Role(member.role).label).lower(), "name": reader.first_name}
    return Letter(
        subject=_("Convite para a equipe de %(company)s") % said,
        title=_("Faça parte da equipe de %(company)s") % said,
        first_line=_("Seu papel será %(role)s; o convite vale por 14 dias") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("Aceite o convite para preparar, enviar e acompanhar as propostas de %(company)s.") % said),
        ],
        button=Button(_("Aceitar o convite"), addresses.team_invitation(member_invitation_token(member))),
        reply_to=h.actor.email if h.actor and h.actor.pk != member.pk else h.company.email,
        closing=_("Se você não esperava este convite, ignore esta mensagem: nada acontece."),
    )


def code(h: Happening, reader: Reader) -> Letter | None:
    """The digits somebody asked for; nothing when they no longer open anything."""
    row = OneTimeCode.objects.filter(pk=h.id("code")).first()
    if row is None or not is_open(row, h.now):
        return None
    until = {"deadline": moment(row.expires_at), "company": h.company.trade_name}
    statements = list(Statement.objects.filter(code=row))
    sale = Proposal.objects.filter(pk=statements[0].sale_id).first() if statements else None
    first_line = _("O código vale até %(deadline)s") % until
    if sale is not None:
        first_line = _("%(total)s · código válido até %(deadline)s") % {**until, "total": _price(sale)}
    titles = {
        CodePurpose.SIGN_IN: _("Seu código para entrar"),
        CodePurpose.INVITATION: _("Seu código para aceitar o convite"),
        CodePurpose.SIGNATURE: _("Seu código para assinar"),
        CodePurpose.APPROVAL: _("Seu código para aprovar"),
        CodePurpose.HAND_OVER: _("Seu código para passar a vez de assinar"),
        CodePurpose.DECLINE: _("Seu código para recusar"),
        CodePurpose.RESCISSION: _("Seu código para desistir da compra"),
    }
    title = titles[CodePurpose(row.purpose)]
    return Letter(
        subject=f"{title} · {h.company.trade_name}",
        title=title,
        first_line=first_line,
        blocks=[
            Text(_("Digite o código na página em que você o pediu:")),
            Code(digits_of(row)),
            *_what_is_confirmed(statements, sale),
            Text(_("Ninguém de %(company)s pede este código por telefone ou mensagem. Não o passe a ninguém.") % until),
        ],
        reply_to=h.company.email,
        closing=_("Se não foi você que pediu o código, ignore esta mensagem: sem ele nada acontece."),
    )


def new_device(h: Happening, reader: Reader) -> Letter | None:
    """To whoever entered in a browser not seen before, because it may have been somebody else."""
    device = Device.objects.filter(pk=h.id("device"), user=reader.id).first()
    if device is None:
        return None
    agent, ip = h.personal("user_agent"), h.personal("ip")
    name = device_name(agent) or _("Aparelho desconhecido")
    own = {"host": device.host, "company": h.company.trade_name}
    # To each address a browser is another: the one she always uses is new there.
    why = _(
        "Entrou por %(host)s, um endereço próprio de %(company)s. O primeiro acesso por ele conta como aparelho novo, "
        "mesmo no navegador que você sempre usa."
    )
    facts = [(_("Aparelho"), name), (_("Quando"), moment(h.event.at)), (_("Endereço na internet (IP)"), ip)]
    return Letter(
        subject=_("Entrada em um aparelho novo: %(device)s") % {"device": name},
        title=_("Sua conta foi aberta em um aparelho novo"),
        first_line=_("%(device)s, em %(moment)s") % {"device": name, "moment": moment(h.event.at)},
        blocks=[
            Text(_("Olá, %(name)s.") % {"name": reader.first_name}),
            Text(_("Se foi você, não precisa fazer nada.")),
            Facts([(label, value) for label, value in facts if value]),
            *([Text(why % own)] if device.host else []),
            Text(
                _(
                    "Se não foi você, encerre essa sessão na sua conta. Depois troque a senha, se tiver uma, e a senha "
                    "do seu e-mail: quem lê o seu e-mail consegue entrar com um código."
                )
            ),
        ],
        button=Button(_("Ver os meus aparelhos"), addresses.own_devices(h.company, h.event.actor_kind)),
        reply_to=h.company.email,
        closing=_("Este aviso é de segurança e vai sempre que alguém entra em um aparelho novo."),
    )


def disowned(h: Happening, reader: Reader) -> Letter | None:
    """To the vendor: whoever reached a person's entrance says to be somebody else."""
    person = h.panel_user()
    said = {"customer": str(person.customer), "person": person.name, "address": person.email}
    happened = {
        "invitation": _("Quem abriu o convite de %(person)s, de %(customer)s, disse que não é essa pessoa."),
        "entering": _("Alguém pediu um código para entrar como %(person)s, de %(customer)s, e disse que não é ela."),
        "session": _("Quem usava o painel como %(person)s, de %(customer)s, disse que não é essa pessoa."),
    }[h.event.data["where"]]
    done = {
        "invitation": _("O convite não vale mais. Confira o e-mail %(address)s e convide de novo."),
        "entering": _("Ninguém entrou. Se %(person)s não esperava por isso, avise-a."),
        "session": _("A sessão foi encerrada. Confirme com %(person)s se o aparelho é de confiança."),
    }[h.event.data["where"]]
    return Letter(
        subject=_("“Este não sou eu”: acesso de %(person)s, de %(customer)s") % said,
        title=_("Alguém disse: este não sou eu"),
        first_line=_("%(customer)s · %(person)s") % said,
        blocks=[Text(happened % said), Text(done % said)],
        button=Button(_("Ver as pessoas do cliente"), addresses.office_customer(h.company, person.customer_id)),
        reply_to=h.company.email,
    )


def access_ended(h: Happening, reader: Reader) -> Letter | None:
    """To a person whose access to the panel was ended."""
    person = reader.panel_user
    if person is None or person.deactivated_at is None:
        return None
    said = {"company": h.company.trade_name, "customer": str(person.customer), "name": reader.first_name}
    return Letter(
        subject=_("Seu acesso ao painel de %(company)s foi encerrado") % said,
        title=_("Seu acesso foi encerrado"),
        first_line=_("Você não entra mais no painel de %(company)s em nome de %(customer)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("O que você assinou ou aprovou continua guardado e válido.")),
            Text(_("Se foi um engano, responda a este e-mail.")),
        ],
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def address_changed(h: Happening, reader: Reader) -> Letter | None:
    """To the address a person had before, because whoever reads it must know."""
    said = {"company": h.company.trade_name, "customer": str(h.panel_user().customer), "name": reader.first_name}
    return Letter(
        subject=_("Seu e-mail no painel de %(company)s foi trocado") % said,
        title=_("Seu e-mail foi trocado"),
        first_line=_("Este endereço não entra mais no painel de %(company)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(
                _(
                    "No cadastro de %(customer)s, %(company)s trocou o seu endereço. As sessões abertas terminaram; o "
                    "novo endereço precisa aceitar um convite antes de entrar."
                )
                % said
            ),
            Text(_("Se você não pediu a troca, responda a este e-mail.")),
        ],
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def _what_is_confirmed(statements: list[Statement], sale: Proposal | None) -> list[Facts]:
    """Title, total and the first eight letters of each document's hash, to compare with the page."""
    if sale is None:
        return []
    rows = [(_title(said, sale), _("conferência %(start)s") % {"start": said.file_sha256[:8]}) for said in statements]
    return [Facts([*rows, (_("Total"), _price(sale))], is_sum=True)]


def _price(sale: Proposal) -> str:
    """What the version that counts costs, as the page that asks says it."""
    return price(sale.current) if sale.current else ""


def _title(statement: Statement, sale: Proposal) -> str:
    kind, _slash, row = statement.subject.partition("/")
    contract = Contract.objects.filter(pk=row).first() if kind == "contract" else None
    return contract.title if contract else _("Proposta %(number)s") % {"number": sale.number}
