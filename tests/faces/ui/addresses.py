"""The style guide's addresses, for tests that need nothing else of the product."""

from django.urls import include, path

urlpatterns = [path("ui/", include("aceite.faces.ui.urls"))]
