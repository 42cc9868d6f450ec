"""Addresses of signing in and of accounts: exactly those we want of allauth's, and our own."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as identity
from allauth.usersessions import views as sessions
from django.urls import path

from nuanxin.web.accounts.views import audit, invitations, people, releases
from nuanxin.web.accounts.views import sessions as own
from nuanxin.web.routes import public, signed_in

ENTRANCE = [
    path("invitation/", invitations.invitation, name="invitation"),
    path("account/login/", public(account.login), name="account_login"),
    path("account/logout/", public(account.logout), name="account_logout"),
    path("account/inactive/", public(account.account_inactive), name="account_inactive"),
    path("account/two-step/authenticate/", public(factors.authenticate), name="mfa_authenticate"),
    path("account/passkeys/login/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("account/identity/<str:provider_id>/login/", public(identity.login), name="openid_connect_login"),
    path(
        "account/identity/<str:provider_id>/login/callback/",
        public(identity.callback),
        name="openid_connect_callback",
    ),
    path("account/identity/cancelled/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/identity/error/", public(social.login_error), name="socialaccount_login_error"),
]
"""The doors everybody may stand before."""

OWN = [
    path("account/confirm/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/sessions/", signed_in(sessions.list_usersessions), name="usersessions_list"),
    path("account/sessions/end/", own.end_session, name="end_session"),
    path("account/two-step/", signed_in(factors.index), name="mfa_index"),
    path("account/two-step/confirm/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("account/two-step/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/two-step/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/two-step/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/two-step/codes/new/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/two-step/codes/codes.txt",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/passkeys/confirm/",
        signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("account/passkeys/<int:pk>/name/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
"""What everybody does about their own account."""

ADMINISTRATION = [
    path("accounts/", people.people, name="people"),
    path("accounts/invite/", people.invite, name="invite"),
    path("accounts/review/", people.review, name="review_grants"),
    path("accounts/<int:number_>/", people.person, name="person"),
    path("accounts/<int:number_>/change/", people.change, name="change_person"),
    path("audit/", audit.audit, name="audit"),
    path("audit/lines.csv", audit.audit_csv, name="audit_csv"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("releases/", releases.releases, name="releases"),
    path("releases/ask/", releases.ask, name="ask_release"),
    path("releases/<int:number_>/decide/", releases.decide, name="decide_release"),
]
"""The administrators' pages, and the release of bulk exports."""

urlpatterns = [*ENTRANCE, *OWN, *ADMINISTRATION]
