"""Where each part of the site hangs; docs/permissions.md says who may open what."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from tracker.later import Later

account = Later("allauth.account.views")
mfa = Later("allauth.mfa.base.views")
recovery_codes = Later("allauth.mfa.recovery_codes.views")
totp = Later("allauth.mfa.totp.views")

# One sign-in for the whole site, with its second factor and its limits.
admin.site.login = secure_admin_login(admin.site.login)

# Of django-allauth's pages, those that make sense where accounts are given, not taken.
# The names are the ones that it looks up by itself.
account_urls = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("confirmation/", account.reauthenticate, name="account_reauthenticate"),
    path("desactive/", account.account_inactive, name="account_inactive"),
    # Closed by tracker.accounts; some e-mails and pages look the name up.
    path("inscription/", account.signup, name="account_signup"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # The address in the e-mail is put together with this very hyphen.
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/confirmation/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("deux-facteurs/", mfa.index, name="mfa_index"),
    path("deux-facteurs/application/", totp.activate_totp, name="mfa_activate_totp"),
    path(
        "deux-facteurs/application/desactiver/",
        totp.deactivate_totp,
        name="mfa_deactivate_totp",
    ),
    path(
        "deux-facteurs/codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "deux-facteurs/codes/nouveaux/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "deux-facteurs/codes/telecharger/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns = [
    # Django's own form would change a password without the limits of sign-in.
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
    ),
    path("admin/", admin.site.urls),
    path("compte/", include(account_urls)),
    path("", include("commitments.urls")),
]
