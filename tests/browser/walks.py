"""What Bruno and Carla do in their browsers, in their own words."""

import re

from playwright.sync_api import Page, expect

from tests.browser.mailbox import mailed_code, mailed_path
from tests.jobs import run_jobs

PASSWORD = "uma senha longa"
MINUTE = 60_000


class AtTheDesk:
    """Bruno in Aurora's office."""

    def __init__(self, page: Page, email: str = "bruno@aurora.example") -> None:
        self.page = page
        self.email = email
        self.number = ""

    def enters(self) -> None:
        """By address and password."""
        self.page.goto("/entrar/")
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.get_by_label("Senha", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Entrar").click()
        self.page.wait_for_url("**/aurora/gestao/")

    def opens(self, place: str = "") -> None:
        """A page of the office; without a place the sale's own."""
        self.page.goto(f"/aurora/gestao/{place or f'vendas/{self.number}/'}")

    def prepares(self, title: str, price: str, condition: str = "30/60/90 dias") -> None:
        """A proposal for Padaria Central with one line, paid by a named condition (S2)."""
        page = self.page
        self.opens("vendas/nova/")
        page.get_by_role("link", name=re.compile("Padaria Central")).first.click()
        page.get_by_label("Título", exact=True).fill(title)
        page.get_by_role("button", name="Criar rascunho").click()
        page.wait_for_url("**/editar/")
        self.number = page.url.split("/")[-3]
        line = page.get_by_role("group", name="Linha 1", exact=True)
        line.get_by_label("Item", exact=True).fill("Módulo de 580 W")
        line.get_by_label("Quantidade").fill("10")
        line.get_by_label("Preço unitário").fill(price)
        page.locator("select[name=condition]").select_option(label=condition)
        expect(page.get_by_role("button", name="Remover parcela")).to_have_count(3)
        self._saves("Salvar rascunho")

    def puts_in_contract(self, way: str, name: str, requirement: str, *signers: str) -> None:
        """A contract by one of the ways of the box, how it is to be signed, and who signs (S3, S7)."""
        page = self.page
        self.opens(f"vendas/{self.number}/contratos/novo/?de={way}")
        if way == "escrever":
            page.get_by_label("Título", exact=True).fill(name)
            page.locator("[contenteditable=true]").fill("As partes combinam o que está na proposta.")
        else:
            chooser = page.get_by_label("Modelo" if way == "modelo" else "Contrato avulso", exact=True)
            chooser.select_option(label=name)
        page.get_by_role("button", name="Incluir na proposta").click()
        page.get_by_label("Assinatura", exact=True).select_option(requirement)
        for signer in signers:
            page.get_by_role("group", name=signer).get_by_role("checkbox").check()
        self._saves("Salvar e voltar à proposta")

    def sends(self) -> None:
        """Sees what will be bound, and sends."""
        self.opens(f"vendas/{self.number}/envio/")
        self.page.get_by_role("button", name=re.compile("^Enviar proposta de")).click()
        expect(self.page.get_by_role("heading", name="Esperando o cliente")).to_be_visible(timeout=MINUTE)
        run_jobs()

    def sees_in_list(self, *words: str) -> None:
        """The sale's row in the list of sales says all of this."""
        self.opens("vendas/")
        row = self.page.get_by_role("row").filter(has_text=self.number)
        for word in words:
            expect(row).to_contain_text(word)

    def sees(self, *words: str) -> None:
        """The sale's page says all of this."""
        self.opens()
        for word in words:
            expect(self.page.get_by_role("main")).to_contain_text(word)

    def gets_file(self, label: str, beginning: bytes = b"%PDF-") -> None:
        """A file of the sale's page arrives whole (S9)."""
        self.opens()
        address = self.page.get_by_role("link", name=label).first.get_attribute("href")
        answer = self.page.request.get(address or "")
        assert answer.status == 200 and answer.body().startswith(beginning)

    def answers_copy(self, button: str, reason: str = "") -> None:
        """Looks at the uploaded copy and accepts or refuses it (S9)."""
        self.opens()
        self.page.get_by_role("link", name="Conferir via").click()
        if reason:
            self.page.get_by_role("link", name=button).click()
            self.page.get_by_label("Motivo").fill(reason)
        self.page.get_by_role("button", name=button).click()
        self.page.wait_for_url(re.compile(rf"/vendas/{self.number}/(contratos/.*)?$"))
        run_jobs()

    def makes_order(self) -> None:
        """Aprovado becomes Pedido (S10)."""
        self.opens(f"vendas/{self.number}/pedido/")
        self.page.get_by_role("button", name=re.compile("^Fazer pedido de")).click()
        expect(self.page.get_by_role("heading", name=re.compile("Pedido|fechada")).first).to_be_visible()
        run_jobs()

    def _saves(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.get_by_role("alert")).to_have_count(0)


def reads_to_the_end(page: Page) -> None:
    """Scrolls to where the contract ends: until then the button leads there."""
    page.get_by_text("Fim do contrato.").evaluate("end => end.scrollIntoView({ block: 'center' })")
    page.get_by_role("button", name="Li o contrato até o fim").click()


class AtThePanel:
    """Carla, or a colleague, in the Painel do Cliente."""

    def __init__(self, page: Page, email: str = "carla@padaria.example") -> None:
        self.page = page
        self.email = email

    def enters(self) -> None:
        """With a code sent to her address (S4)."""
        self.page.goto("/aurora/painel/entrar/")
        self.enters_here()
        self.page.wait_for_url("**/aurora/painel/")

    def enters_here(self) -> None:
        """At the entering page to which she was sent; it leads on to where she wanted to go."""
        page = self.page
        page.get_by_label("Seu e-mail").fill(self.email)
        page.locator("main").get_by_role("button").first.click()
        page.wait_for_url("**/entrar/codigo/**")
        page.get_by_label("Código que enviamos").fill(mailed_code(self.email))
        page.locator("main").get_by_role("button").first.click()

    def opens_what_was_mailed(self) -> None:
        """The address in the newest mail leads to the proposal (S5)."""
        self.page.goto(mailed_path(self.email))

    def opens(self, number: str) -> None:
        """The proposal's page."""
        self.page.goto(f"/aurora/painel/propostas/{number}/")

    def sees_at_home(self, *words: str) -> None:
        """The panel's first page says all of this."""
        self.page.goto("/aurora/painel/")
        for word in words:
            expect(self.page.get_by_role("main")).to_contain_text(word)

    def sees(self, number: str, *words: str) -> None:
        """The proposal's page says all of this."""
        self.opens(number)
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word)

    def signs(self, number: str) -> None:
        """Reads to the end, accepts the terms, types her name, confirms with the mailed code (S7)."""
        page = self.page
        self.opens(number)
        self.decides("Ler o contrato")
        reads_to_the_end(page)
        page.wait_for_url("**/assinatura/")
        page.get_by_role("checkbox", name=re.compile("Li e aceito")).check()
        page.get_by_label("Digitar o nome").check()
        page.get_by_label("Seu nome completo, como assinatura").fill("Carla Nogueira")
        cpf = page.get_by_label("Seu CPF")
        if cpf.count():
            cpf.fill("529.982.247-25")
        page.get_by_role("button", name="Receber código para assinar").click()
        page.get_by_label("Código de 6 números").fill(mailed_code(self.email))
        page.get_by_role("button", name="Assinar o contrato").click()
        page.wait_for_url(f"**/propostas/{number}/")
        run_jobs()

    def sends_copy(self, number: str, photo: bytes) -> None:
        """Prints, signs on paper, and puts a photo into the panel (S6)."""
        page = self.page
        self.opens(number)
        page.get_by_role("link", name="Assinar no papel").first.click()
        page.locator("[name=pages]").set_input_files({"name": "via.jpg", "mimeType": "image/jpeg", "buffer": photo})
        page.get_by_role("button", name="Continuar", exact=True).click()
        # Whoever is quicker than the page's modules sends it by the plain form, and stands one step further.
        expect(page.get_by_text(re.compile("Chegou inteiro|Lendo as páginas")).first).to_be_visible()
        run_jobs()
        # The photo of these walks shows a signature and no code.
        page.get_by_role("button", name="Enviar assim mesmo").click()
        expect(page.get_by_text("Via a conferir")).to_be_visible()
        run_jobs()

    def approves(self, number: str, total: str) -> None:
        """One button, with what it binds beside it (S8, S11)."""
        self.opens(number)
        self.decides(f"Aprovar proposta de {total}")
        self.page.get_by_role("button", name=f"Aprovar proposta de {total}").click()
        expect(self.page.get_by_role("heading", name="Proposta aprovada")).to_be_visible()
        run_jobs()

    def decides(self, label: str) -> None:
        """The button of the bar that stays in reach."""
        self.page.get_by_role("link", name=label).last.click()
