"""The map: every page of the tracker, public ones first."""

from django.contrib.sitemaps.views import sitemap as sitemap_section
from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from commitments.converters import (
    KeyConverter,
    MonthConverter,
    NameConverter,
    YearConverter,
)
from commitments.sitemaps import SITEMAPS
from commitments.views.evidence_file import evidence_file
from commitments.views.public import (
    answers,
    calendar,
    commitment_detail,
    commitments,
    corrections,
    directories,
    embeds,
    feeds,
    follow_up_question,
    members,
    mistakes,
    open_data,
    reuse,
    scorecards,
    site,
    sitemaps,
    subscriptions,
    suggestions_method,
)
from commitments.views.public import search as public_search
from tracker.later import Later

# What draws, writes calendars and spreadsheets, or describes the API.
api_documentation = Later("commitments.views.public.api_documentation")
deadlines_calendar = Later("commitments.views.public.deadlines_calendar")
exports = Later("commitments.views.public.exports")
sharing = Later("commitments.views.public.sharing")

# What only editors ask for.
answer_add = Later("commitments.views.workspace.answer_add")
api_tokens = Later("commitments.views.workspace.api_tokens")
assessments = Later("commitments.views.workspace.assessments")
desk = Later("commitments.views.workspace.desk")
follow_up = Later("commitments.views.workspace.follow_up")
reading = Later("commitments.views.workspace.answers")
record = Later("commitments.views.workspace.record")
reported = Later("commitments.views.workspace.mistakes")
search = Later("commitments.views.workspace.search")
steps = Later("commitments.views.workspace.steps")
suggestions = Later("commitments.views.workspace.suggestions")
work_pages = Later("commitments.views.workspace.commitments")

register_converter(NameConverter, "name")
register_converter(KeyConverter, "key")
register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")

public_urls = [
    path("", site.home, name="home"),
    path("engagements/", commitments.commitment_list, name="commitment-list"),
    path("engagements/export.csv", exports.commitment_csv, name="commitment-csv"),
    path("engagements/export.xlsx", exports.commitment_xlsx, name="commitment-xlsx"),
    path("engagements/export.jsonl", exports.commitment_jsonl, name="commitment-jsonl"),
    path(
        "engagements/<name:reference>/historique/",
        commitment_detail.commitment_history,
        name="commitment-history",
    ),
    path(
        "engagements/<name:reference>/mesures.csv",
        sharing.measurement_csv,
        name="measurement-csv",
    ),
    path(
        "engagements/<name:reference>/flux.atom",
        feeds.commitment_feed_atom,
        name="commitment-feed-atom",
    ),
    path(
        "engagements/<name:reference>/flux.json",
        feeds.commitment_feed_json,
        name="commitment-feed-json",
    ),
    path(
        "engagements/<name:reference>/echeance.ics",
        deadlines_calendar.commitment_deadline,
        name="commitment-deadline",
    ),
    path(
        "engagements/<name:reference>/image.png",
        sharing.commitment_image,
        name="commitment-image",
    ),
    path(
        "engagements/<name:reference>/carte/",
        sharing.commitment_card,
        name="commitment-card",
    ),
    path(
        "engagements/<name:reference>/question/",
        follow_up_question.follow_up_question,
        name="follow-up-question",
    ),
    path(
        "engagements/<name:reference>/signaler/",
        mistakes.mistake_report,
        name="mistake-report",
    ),
    path("engagements/<name:reference>/", commitment_detail.commitment_detail),
    path(
        "engagements/<name:reference>/<slug:slug>/",
        commitment_detail.commitment_detail,
        name="commitment-detail",
    ),
    path("reponses/", answers.answer_list, name="answer-list"),
    path("reponses/<name:uid>/", answers.answer_detail, name="answer-detail"),
    path(
        "reponses/<name:uid>/signaler/",
        mistakes.answer_mistake_report,
        name="answer-mistake-report",
    ),
    path("organismes/", directories.body_list, name="body-list"),
    path("organismes/<slug:slug>/carte/", embeds.body_card, name="body-card"),
    path("organismes/<slug:slug>/", directories.body_detail, name="body-detail"),
    path("themes/", directories.theme_list, name="theme-list"),
    path("themes/<slug:slug>/", directories.theme_detail, name="theme-detail"),
    path("parlementaires/", members.member_list, name="member-list"),
    path("parlementaires/<name:slug>/", members.member_detail, name="member-detail"),
    path("recherche/", public_search.search, name="search"),
    path(
        "recherche/suggestions/",
        public_search.search_suggest,
        name="search-suggest",
    ),
    path("bilan/", scorecards.scorecard_whole, name="scorecard-whole"),
    path("legislatures/", scorecards.legislature_list, name="legislature-list"),
    path(
        "legislatures/<key:number>/",
        scorecards.legislature_detail,
        name="legislature-detail",
    ),
    path("calendrier/", calendar.calendar, name="calendar"),
    path("calendrier/<year:year>/", calendar.calendar_year, name="calendar-year"),
    path(
        "calendrier/<year:year>/<month:month>/",
        calendar.calendar_month,
        name="calendar-month",
    ),
    path(
        "calendrier.ics",
        deadlines_calendar.deadlines_calendar,
        name="deadlines-calendar",
    ),
    path("donnees/", reuse.reuse, name="reuse"),
    path("donnees/<name:file>", open_data.open_data_file, name="open-data-file"),
    path("flux/engagements.atom", feeds.feed_atom, name="feed-atom"),
    path("flux/engagements.json", feeds.feed_json, name="feed-json"),
    path("pieces/<uuid:file_id>/", evidence_file, name="evidence-file"),
    path(
        "abonnements/nouveau/",
        subscriptions.subscription_new,
        name="subscription-new",
    ),
    path(
        "abonnements/envoye/",
        subscriptions.subscription_sent,
        name="subscription-sent",
    ),
    path(
        "abonnements/confirmer/<str:token>/",
        subscriptions.subscription_confirm,
        name="subscription-confirm",
    ),
    path(
        "abonnements/gerer/<str:token>/",
        subscriptions.subscription_manage,
        name="subscription-manage",
    ),
    path(
        "abonnements/arreter/<str:token>/",
        subscriptions.subscription_stop,
        name="subscription-stop",
    ),
    path("oembed/", embeds.oembed, name="oembed"),
    path("methode/", site.methodology, name="methodology"),
    path(
        "methode/suggestions/",
        suggestions_method.suggestions_method,
        name="suggestions-method",
    ),
    path("corrections/", corrections.corrections, name="corrections"),
    path("mentions-legales/", site.legal, name="legal"),
    path("accessibilite/", site.accessibility, name="accessibility"),
    path("api/", api_documentation.api, name="api"),
    path("langue/<slug:code>/", site.language, name="language"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(sitemap_section),
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
]

# One commitment in the workspace.
work = "atelier/engagements/<name:reference>/"

workspace_urls = [
    path("compte/jetons/", api_tokens.api_token_list, name="api-token-list"),
    path(
        "compte/jetons/<key:pk>/revoquer/",
        api_tokens.api_token_revoke,
        name="api-token-revoke",
    ),
    path("atelier/", desk.desk, name="desk"),
    path("atelier/a-faire/<slug:code>/", desk.desk_list, name="desk-list"),
    path(
        "atelier/signalements/<key:pk>/", reported.mistake_settle, name="mistake-settle"
    ),
    path("atelier/recherche/", search.workspace_search, name="workspace-search"),
    path("atelier/reponses/", reading.answer_queue, name="answer-queue"),
    path("atelier/reponses/ajouter/", answer_add.answer_add, name="answer-add"),
    path("atelier/reponses/<name:uid>/", reading.answer_read, name="answer-read"),
    path("atelier/reponses/<name:uid>/lue/", reading.answer_mark, name="answer-mark"),
    path(
        "atelier/reponses/<name:uid>/suggestions/<key:pk>/",
        suggestions.suggestion_decide,
        name="suggestion-decide",
    ),
    path(
        "atelier/reponses/<name:uid>/suggestions/<key:pk>/modifier/",
        suggestions.suggestion_edit,
        name="suggestion-edit",
    ),
    path(
        "atelier/reponses/<name:uid>/engagement/",
        record.commitment_record,
        name="commitment-record",
    ),
    path(
        "atelier/reponses/<name:uid>/citation/", record.passage_add, name="passage-add"
    ),
    path(
        "atelier/reponses/<name:uid>/echeance/",
        record.deadline_reading,
        name="deadline-reading",
    ),
    path(work, work_pages.commitment_work, name="commitment-work"),
    path(f"{work}modifier/", work_pages.commitment_edit, name="commitment-edit"),
    path(f"{work}journal/", work_pages.commitment_changes, name="commitment-changes"),
    path(f"{work}relire/", work_pages.review_confirm, name="review-confirm"),
    path(f"{work}soumettre/", steps.commitment_submit, name="commitment-submit"),
    path(f"{work}publier/", steps.commitment_publish, name="commitment-publish"),
    path(f"{work}renvoyer/", steps.commitment_return, name="commitment-return"),
    path(f"{work}retirer/", steps.commitment_withdraw, name="commitment-withdraw"),
    path(f"{work}rouvrir/", steps.commitment_reopen, name="commitment-reopen"),
    path(f"{work}echeance/", follow_up.deadline_set, name="deadline-set"),
    path(f"{work}preuve/", follow_up.evidence_add, name="evidence-add"),
    path(f"{work}mesure/", follow_up.measurement_add, name="measurement-add"),
    path(f"{work}droit-de-reponse/", follow_up.reply_add, name="reply-add"),
    path(f"{work}lien/", follow_up.relation_add, name="relation-add"),
    path(f"{work}evaluer/", assessments.assessment_propose, name="assessment-propose"),
    path(
        "atelier/evaluations/<key:pk>/",
        assessments.assessment_review,
        name="assessment-review",
    ),
    path(
        "atelier/evaluations/<key:pk>/reprendre/",
        assessments.assessment_retract,
        name="assessment-retract",
    ),
    path(
        "atelier/retirer/<slug:kind>/<key:pk>/",
        steps.record_withdraw,
        name="record-withdraw",
    ),
]

urlpatterns = [
    # By its name: its addresses use the converters registered above. Before the others,
    # of which a hundred would be tried for each request of a program.
    path("api/", include("commitments.api.urls")),
    *public_urls,
    *workspace_urls,
]
