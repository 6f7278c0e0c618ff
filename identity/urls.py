"""Addresses of the identity room: sign-in keeps allauth's names, which it reverses itself; the rest is ours."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from identity.views import development, staff

identity_patterns = (
    [
        path("desarrollo/accesos/", staff.demonstration_accounts, name="demonstration_accounts"),
        path("desarrollo/documentos/", development.specimens, name="specimens"),
        path("desarrollo/documentos/<slug:key>/", development.specimens_of, name="specimens_of"),
        path("desarrollo/documentos/<slug:key>/<slug:name>.jpg", development.specimen_file, name="specimen"),
    ],
    "identity",
)

sign_in_patterns = [
    path("", staff.sign_in, name="account_login"),
    path("codigo/", staff.code, name="mfa_authenticate"),
    path("salir/", staff.sign_out, name="account_logout"),
    path("inactiva/", staff.inactive, name="account_inactive"),
    path("confirmar/", staff.password_again, name="account_reauthenticate"),
    path("confirmar-codigo/", staff.code_again, name="mfa_reauthenticate"),
    path("segundo-paso/", staff.state, name="mfa_index"),
    path("segundo-paso/activar/", staff.activate, name="mfa_activate_totp"),
    # allauth sends there whoever already has an application; nobody takes theirs away.
    path("segundo-paso/activado/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_deactivate_totp"),
    path("codigos-de-reserva/", staff.recovery_list, name="mfa_view_recovery_codes"),
    path("codigos-de-reserva/nuevos/", staff.recovery_new, name="mfa_generate_recovery_codes"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(identity_patterns)),
    path("oficina/acceso/", include(sign_in_patterns)),
]
