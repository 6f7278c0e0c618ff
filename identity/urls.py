"""Addresses of the identity room: sign-in keeps allauth's names, which it reverses itself; the rest is ours."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from identity.views import development, electronic, staff
from identity.views.administration import offices, pending, people, roles

identity_patterns = (
    [
        path("identidad/electronica/", electronic.start, name="electronic"),
        path("identidad/electronica/vuelta/", electronic.returned, name="electronic_return"),
        path("desarrollo/accesos/", staff.demonstration_accounts, name="demonstration_accounts"),
        path("desarrollo/documentos/", development.specimens, name="specimens"),
        path("desarrollo/documentos/<slug:key>/", development.specimens_of, name="specimens_of"),
        path("desarrollo/documentos/<slug:key>/<slug:name>.jpg", development.specimen_file, name="specimen"),
    ],
    "identity",
)

_OFFICES, _PEOPLE = "oficina/administracion/oficinas/", "oficina/administracion/personal/"
administration_patterns = (
    [
        path("oficina/administracion/por-confirmar/", pending.pending, name="pending"),
        path(_OFFICES, offices.office_list, name="offices"),
        path(_OFFICES + "nueva/", offices.new, name="office_new"),
        path(_OFFICES + "cambios/<uuid:reference>/confirmar/", offices.confirm, name="change_confirm"),
        path(_OFFICES + "cambios/<uuid:reference>/rechazar/", offices.refuse, name="change_refuse"),
        path(_OFFICES + "<uuid:reference>/", offices.change, name="office"),
        path(_OFFICES + "<uuid:reference>/cerrar/", offices.close, name="office_close"),
        path(_PEOPLE, people.people_list, name="people"),
        path(_PEOPLE + "nueva/", people.new, name="person_new"),
        path(_PEOPLE + "<uuid:reference>/", people.person, name="person"),
        path(_PEOPLE + "<uuid:reference>/enlace/", people.link, name="person_link"),
        path(_PEOPLE + "<uuid:reference>/correo/", people.email, name="person_email"),
        path(_PEOPLE + "<uuid:reference>/conceder/", roles.grant, name="grant"),
        path(_PEOPLE + "puestos/<uuid:reference>/confirmar/", roles.confirm, name="grant_confirm"),
        path(_PEOPLE + "puestos/<uuid:reference>/rechazar/", roles.refuse, name="grant_refuse"),
        path(_PEOPLE + "puestos/<uuid:reference>/terminar/", roles.end, name="role_end"),
    ],
    "administration",
)

sign_in_patterns = [
    path("", staff.sign_in, name="account_login"),
    path("codigo/", staff.code, name="mfa_authenticate"),
    path("salir/", staff.sign_out, name="account_logout"),
    path("inactiva/", staff.inactive, name="account_inactive"),
    re_path(
        r"^contrasena/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        staff.set_password,
        name="account_reset_password_from_key",
    ),
    path("contrasena-guardada/", staff.password_set, name="account_reset_password_from_key_done"),
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
    path("", include(administration_patterns)),
    path("oficina/acceso/", include(sign_in_patterns)),
]
