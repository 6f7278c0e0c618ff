"""Addresses of the citizen's application, under /solicitud/. None holds anything personal."""

from django.urls import path

from applications.views.citizen import documents, entrance, follow_up, household, pictures, sections, signing

app_name = "applications"

urlpatterns = [
    path("", entrance.home, name="home"),
    path("desde-simulador/", entrance.from_simulation, name="from_simulation"),
    path("nueva/", entrance.start, name="start"),
    path("nueva/correo/", entrance.start_email, name="start_email"),
    path("nueva/codigo/", entrance.start_code, name="start_code"),
    path("codigo/otro/", entrance.send_again, name="send_again"),
    path("continuar/", entrance.continue_draft, name="continue"),
    path("continuar/codigo/", entrance.continue_code, name="continue_code"),
    path("continuar/<str:token>/", entrance.continue_link, name="continue_link"),
    path("salir/", entrance.leave, name="leave"),
    path("fuera/", entrance.quick_exit, name="quick_exit"),
    path("borrador/", sections.draft, name="draft"),
    path("borrador/guardar/", entrance.save_and_leave, name="save_and_leave"),
    path("borrador/borrar/", sections.delete, name="delete"),
    path("borrador/datos/", household.personal, name="personal"),
    path("borrador/domicilio/", sections.address, name="address"),
    path("borrador/convivencia/", household.household, name="household"),
    path("borrador/convivencia/nueva/", household.add, name="member_add"),
    path("borrador/convivencia/<str:ref>/", household.change, name="member"),
    path("borrador/convivencia/<str:ref>/quitar/", household.remove, name="member_remove"),
    path("borrador/preguntas/<slug:section>/", sections.questions, name="questions"),
    path("borrador/preguntas/<slug:section>/<str:ref>/", sections.questions_group, name="questions_group"),
    path("borrador/documentos/", documents.documents, name="documents"),
    path("borrador/documentos/<slug:code>/", documents.document, name="document"),
    path("borrador/cuenta/", sections.account, name="account"),
    path("borrador/identidad/", pictures.identity, name="identity"),
    path("borrador/identidad/cara/", pictures.face_consent, name="face_consent"),
    path("borrador/identidad/foto/<str:side>/", pictures.picture, name="picture"),
    path("borrador/identidad/resultado/", pictures.result, name="identity_result"),
    path("borrador/resumen/", signing.review, name="review"),
    path("borrador/firma/", signing.sign, name="sign"),
    path("borrador/firma/codigo/", signing.sign_code, name="sign_code"),
    path("presentada/", signing.sent, name="sent"),
    path("seguimiento/", follow_up.follow_up, name="follow_up"),
    path("seguimiento/codigo/", follow_up.follow_up_code, name="follow_up_code"),
    path("seguimiento/mia/", follow_up.mine, name="mine"),
    path("seguimiento/mia/documentos/<uuid:document_id>/", follow_up.give_document, name="give_document"),
    path("seguimiento/mia/escritos/<str:receipt_id>/", follow_up.letter, name="letter"),
    path("seguimiento/mia/accesos/", follow_up.accesses, name="accesses"),
    path("seguimiento/mia/retirar/", follow_up.withdraw, name="withdraw"),
]
