"""The map: every page of the tracker, public ones first."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from commitments.sitemaps import SITEMAPS
from commitments.views.public import (
    answers,
    commitments,
    directories,
    site,
)

public_urls = [
    path("", site.home, name="home"),
    path("engagements/", commitments.commitment_list, name="commitment-list"),
    path(
        "engagements/<str:reference>/historique/",
        commitments.commitment_history,
        name="commitment-history",
    ),
    path("engagements/<str:reference>/", commitments.commitment_detail),
    path(
        "engagements/<str:reference>/<slug:slug>/",
        commitments.commitment_detail,
        name="commitment-detail",
    ),
    path("reponses/", answers.answer_list, name="answer-list"),
    path("reponses/<str:uid>/", answers.answer_detail, name="answer-detail"),
    path("organismes/", directories.body_list, name="body-list"),
    path("organismes/<slug:slug>/", directories.body_detail, name="body-detail"),
    path("themes/", directories.theme_list, name="theme-list"),
    path("themes/<slug:slug>/", directories.theme_detail, name="theme-detail"),
    path("methode/", site.methodology, name="methodology"),
    path("mentions-legales/", site.legal, name="legal"),
    path("accessibilite/", site.accessibility, name="accessibility"),
    path("langue/<slug:code>/", site.language, name="language"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

workspace_urls = []

urlpatterns = [*public_urls, *workspace_urls]
