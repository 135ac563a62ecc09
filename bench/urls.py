"""The product's addresses and the bare page.

The bare page is the yardstick: the product's server, middleware, session and login, its base template, one query.
It is fixed. A change that makes it slower so that the product's pages compare better is a change to the yardstick.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from aceite.core.people.models import User
from aceite.project.urls import handler400, handler403, handler404, handler500
from aceite.project.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Who is asking."""
    name = User.objects.values_list("name", flat=True).get(email=request.user.get_username())
    return render(request, "bare.html", {"name": name})


urlpatterns = [path("bare/", bare), *product]
