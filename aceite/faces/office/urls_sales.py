"""Addresses of the sales pages, below `/<company>/gestao/`."""

from django.urls import URLPattern, path

from aceite.faces.office import (
    attachments,
    bank_statements,
    billing,
    clearances,
    contract_box,
    copies,
    countersigning,
    dossier,
    editing,
    external,
    home,
    new_sale,
    orders,
    pasting,
    preview,
    questions,
    receivables,
    receivables_list,
    register_copy,
    sale,
    sale_acts,
    sale_files,
    sales,
    sending,
)

_SALE = "vendas/<str:number>"
_CONTRACT = f"{_SALE}/contratos/<int:contract>"
_COPY = f"{_CONTRACT}/vias/<int:copy>"
_EXTERNAL = f"{_CONTRACT}/assinaturas-externas/<int:external>"

_WRITING = [
    path("vendas/nova/", new_sale.new_sale, name="new_sale"),
    path(f"{_SALE}/editar/", editing.edit_sale, name="edit_sale"),
    path(f"{_SALE}/editar/colar/", pasting.paste_lines, name="paste_lines"),
    path(f"{_SALE}/editar/totais/", editing.sale_totals, name="sale_totals"),
    path(f"{_SALE}/anexos/", attachments.attachments, name="attachments"),
    path(f"{_SALE}/anexos/<int:attachment>/remocao/", attachments.remove_file, name="remove_attachment"),
    path(f"{_SALE}/previa/", preview.preview_sale, name="preview_sale"),
    path(f"{_SALE}/envio/", sending.send_sale, name="send_sale"),
    path(f"{_SALE}/aprovacao-interna/", clearances.ask, name="ask_clearance"),
    path(f"{_SALE}/contratos/novo/", contract_box.add_contract, name="add_contract"),
    path(f"{_CONTRACT}/", contract_box.sale_contract, name="sale_contract"),
    path(f"{_CONTRACT}/remocao/", contract_box.remove_contract, name="remove_contract"),
    path(f"{_CONTRACT}/impressao/", contract_box.contract_print, name="contract_print"),
]
_ACTS = [
    path(f"{_SALE}/retirada/", sale_acts.withdraw, name="withdraw_sale"),
    path(f"{_SALE}/nova-versao/", sale_acts.revise, name="revise_sale"),
    path(f"{_SALE}/cancelamento/", sale_acts.cancel, name="cancel_sale"),
    path(f"{_SALE}/validade/", sale_acts.extend, name="extend_sale"),
    path(f"{_SALE}/lembrete/", sale_acts.remind, name="remind_sale"),
    path(f"{_SALE}/copia/", sale_acts.copy, name="copy_sale"),
    path(f"{_SALE}/acesso/", sale_acts.share, name="share_sale"),
    path(f"{_SALE}/vendedor/", sale_acts.reassign, name="reassign_sale"),
    path(f"{_SALE}/aprovacao/desfeita/", sale_acts.undo_approval, name="undo_approval"),
    path(f"{_CONTRACT}/signatarios/<int:signer>/", sale_acts.replace_signer, name="replace_signer"),
    path(
        f"{_CONTRACT}/representantes/<int:countersigner>/",
        sale_acts.replace_countersigner,
        name="replace_countersigner",
    ),
    path(f"{_SALE}/assinatura/", countersigning.countersign, name="countersigning"),
    path(f"{_SALE}/assinatura/<str:ceremony>/", countersigning.confirm, name="countersigning_code"),
    path(f"{_SALE}/assinatura/<str:ceremony>/codigo/", countersigning.code_again, name="countersigning_again"),
    path(f"{_SALE}/assinatura/<str:ceremony>/outro-meio/", countersigning.other_means, name="countersigning_other"),
    path(f"{_SALE}/perguntas/<int:question>/resposta/", questions.answer_question, name="answer_question"),
    path(f"{_EXTERNAL}/", external.external, name="external"),
    path(f"{_EXTERNAL}/aceite/", external.accept_external, name="accept_external"),
    path(f"{_EXTERNAL}/recusa/", external.refuse_external, name="refuse_external"),
    path(f"{_EXTERNAL}/conferencia/", external.judge_again, name="judge_external_again"),
    path(f"{_EXTERNAL}/arquivo/", external.external_file, name="external_file"),
    path(f"{_EXTERNAL}/paginas/<int:page>/", external.external_picture, name="external_picture"),
    path(f"{_CONTRACT}/vias/nova/", register_copy.new_copy, name="new_copy"),
    path(f"{_COPY}/", copies.copy, name="copy"),
    path(f"{_COPY}/aceite/", copies.accept_copy, name="accept_copy"),
    path(f"{_COPY}/recusa/", copies.refuse_copy, name="refuse_copy"),
]
_FILES = [
    path(f"{_SALE}/versoes/<int:version>/proposta.pdf", sale_files.version_file, name="version_file"),
    path(f"{_SALE}/aprovacoes/<int:approval>/comprovante.pdf", sale_files.approval_file, name="approval_file"),
    path(f"{_SALE}/selados/<int:form>.pdf", sale_files.sealed_file, name="sealed_file"),
    path(f"{_SALE}/anexos/<int:attachment>/", sale_files.attachment_file, name="attachment_file"),
    path(f"{_CONTRACT}/contrato.pdf", sale_files.contract_file, name="contract_file"),
    path(f"{_CONTRACT}/assinado.pdf", sale_files.signed_file, name="signed_file"),
    path(f"{_CONTRACT}/pagina-de-assinaturas.pdf", sale_files.manifest_file, name="manifest_file"),
    path(f"{_CONTRACT}/paginas/<int:page>/", sale_files.contract_picture, name="contract_picture"),
    path(f"{_COPY}/arquivos/<int:file>/", copies.copy_file, name="copy_file"),
    path(f"{_COPY}/folhas/<int:page>/", copies.copy_sheet, name="copy_sheet"),
    path(f"{_COPY}/via.pdf", copies.bound_copy, name="bound_copy"),
]
_DOSSIER = [
    path(f"{_SALE}/dossie/", dossier.dossier, name="dossier"),
    path(f"{_SALE}/dossie/dossie.zip", dossier.dossier_zip, name="dossier_zip"),
    path(f"{_SALE}/dossie/dossie.pdf", dossier.dossier_pdf, name="dossier_pdf"),
]
_ORDERS = [
    path(f"{_SALE}/cobrancas/", billing.billing, name="billing"),
    path(f"{_SALE}/cobrancas/<int:file>/", billing.billed_file, name="billed_file"),
    path(f"{_SALE}/cobrancas/<int:file>/remocao/", billing.remove, name="remove_billed"),
    path(f"{_SALE}/recebimentos/<int:part>/", receivables.confirm, name="confirm_payment"),
    path(f"{_SALE}/recebimentos/desfeitos/<int:payment>/", receivables.undo, name="undo_payment"),
    path(f"{_SALE}/pedido/", orders.order, name="order"),
    path(f"{_SALE}/pedido/pedido.pdf", orders.order_pdf, name="order_pdf"),
    path(f"{_SALE}/pedido/pedido.json", orders.order_json, name="order_json"),
    path(f"{_SALE}/pedido/pedido.csv", orders.order_csv_file, name="order_csv"),
]

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("vendas/", sales.sales, name="sales"),
    path("vendas/arquivo.csv", sales.sales_file, name="sales_file"),
    path("recebimentos/extrato/", bank_statements.import_statement, name="import_statement"),
    path("recebimentos/extrato/confirmacao/", bank_statements.take_statement, name="take_statement"),
    path("recebimentos/extratos/<int:pk>/", bank_statements.statement, name="statement"),
    path("recebimentos/extratos/<int:pk>/desfeito/", bank_statements.undo, name="undo_statement"),
    path("recebimentos/", receivables_list.receivables, name="receivables"),
    path("vendas/arquivo.xlsx", sales.sales_workbook, name="sales_workbook"),
    path("vendas/pedidos/", sales.orders_file, name="orders_file"),
    *_WRITING,
    *_ACTS,
    *_FILES,
    *_DOSSIER,
    *_ORDERS,
    path(f"{_SALE}/", sale.sale, name="sale"),
]
