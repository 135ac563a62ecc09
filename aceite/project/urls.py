"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from aceite.project import health, hosts

handler400 = "aceite.faces.ui.errors.bad_request"
handler403 = "aceite.faces.ui.errors.forbidden"
handler404 = "aceite.faces.ui.errors.not_found"
handler500 = "aceite.faces.ui.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("dominios/conhecido", hosts.known_domain, name="known_domain"),
    path("", include("aceite.faces.verify.urls")),
    path("", include("aceite.faces.office.urls")),
    path("<slug:company>/painel/", include("aceite.faces.panel.urls")),
]

# The demo's mailbox and the style guide exist only where nobody's real data does.
if not settings.PRODUCTION:
    urlpatterns = [
        path("caixa-de-saida/", include("aceite.project.outbox")),
        path("ui/", include("aceite.faces.ui.urls")),
        *urlpatterns,
    ]
