"""The floor of the framework: a bare Django view, without middleware or database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[
            f"django.contrib.{name}"
            for name in ("admin", "auth", "contenttypes", "sessions", "messages")
        ],
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        SECRET_KEY="nothing is signed here",
    )


def hello(request):
    return HttpResponse("<!doctype html><title>Bonjour</title><p>Bonjour")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
