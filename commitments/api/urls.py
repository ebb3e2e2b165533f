"""The addresses of the API. A second version would stand beside this one."""

from django.urls import path

from commitments.api import views

v1 = "v1/"

urlpatterns = [
    path(v1, views.Entrance.as_view(), name="api-entrance"),
    path(f"{v1}openapi.json", views.Description.as_view(), name="api-description"),
    path(
        f"{v1}commitments/", views.CommitmentList.as_view(), name="api-commitment-list"
    ),
    path(
        f"{v1}commitments/<name:reference>/",
        views.CommitmentDetail.as_view(),
        name="api-commitment-detail",
    ),
    path(
        f"{v1}commitments/<name:reference>/evidence/",
        views.EvidenceAdd.as_view(),
        name="api-evidence-add",
    ),
    path(
        f"{v1}commitments/<name:reference>/measurements/",
        views.MeasurementAdd.as_view(),
        name="api-measurement-add",
    ),
    path(f"{v1}answers/", views.AnswerList.as_view(), name="api-answer-list"),
    path(
        f"{v1}answers/<name:uid>/",
        views.AnswerDetail.as_view(),
        name="api-answer-detail",
    ),
    path(f"{v1}bodies/", views.BodyList.as_view(), name="api-body-list"),
    path(
        f"{v1}bodies/<slug:slug>/", views.BodyDetail.as_view(), name="api-body-detail"
    ),
    path(f"{v1}themes/", views.ThemeList.as_view(), name="api-theme-list"),
    path(
        f"{v1}themes/<slug:slug>/", views.ThemeDetail.as_view(), name="api-theme-detail"
    ),
]
