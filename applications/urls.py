"""Addresses of the citizen's application, under /solicitud/. None holds anything personal."""

from django.urls import path

from applications.views.citizen import entrance, follow_up, hearing, papers, phone, pictures, sections, signing
from applications.views.citizen.session import own_draft
from applications.views.drafting import documents, household
from applications.views.drafting import sections as shared

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
    path("borrador/borrado/", papers.deleted, name="deleted"),
    path("borrador/borrado/justificante/", papers.deletion_proof, name="deletion_proof"),
    path("borrador/datos/", own_draft(household.personal), name="personal"),
    path("borrador/domicilio/", own_draft(shared.address), name="address"),
    path("borrador/convivencia/", own_draft(household.household), name="household"),
    path("borrador/convivencia/nueva/", own_draft(household.add), name="member_add"),
    path("borrador/convivencia/<str:ref>/", own_draft(household.change), name="member"),
    path("borrador/convivencia/<str:ref>/quitar/", own_draft(household.remove), name="member_remove"),
    path("borrador/preguntas/<slug:section>/", own_draft(shared.questions), name="questions"),
    path("borrador/preguntas/<slug:section>/<str:ref>/", own_draft(shared.questions_group), name="questions_group"),
    path("borrador/documentos/", own_draft(documents.documents), name="documents"),
    path("borrador/documentos/<slug:code>/", own_draft(documents.document), name="document"),
    path("borrador/cuenta/", own_draft(shared.account), name="account"),
    path("borrador/identidad/", pictures.identity, name="identity"),
    path("borrador/identidad/cara/", pictures.face_consent, name="face_consent"),
    path("borrador/identidad/foto/<str:side>/", pictures.picture, name="picture"),
    path("borrador/identidad/giro/", pictures.turn, name="turn"),
    path("borrador/identidad/persona/", pictures.ask_person, name="ask_person"),
    path("borrador/identidad/movil/", phone.phone, name="phone"),
    path("borrador/identidad/movil/estado/", phone.phone_state, name="phone_state"),
    path("movil/<str:token>/", phone.phone_open, name="phone_open"),
    path("borrador/identidad/resultado/", pictures.result, name="identity_result"),
    path("borrador/resumen/", own_draft(shared.review), name="review"),
    path("borrador/firma/", signing.sign, name="sign"),
    path("borrador/firma/codigo/", signing.sign_code, name="sign_code"),
    path("presentada/", signing.sent, name="sent"),
    path("seguimiento/", follow_up.follow_up, name="follow_up"),
    path("seguimiento/codigo/", follow_up.follow_up_code, name="follow_up_code"),
    path("seguimiento/mia/", follow_up.mine, name="mine"),
    path("seguimiento/mia/documentos/<uuid:document_id>/", follow_up.give_document, name="give_document"),
    path("seguimiento/mia/audiencia/<uuid:hearing_id>/", hearing.answer, name="hearing"),
    path("seguimiento/mia/escritos/<str:receipt_id>/", follow_up.letter, name="letter"),
    path("seguimiento/mia/certificado/", papers.certificate, name="certificate"),
    path("seguimiento/mia/accesos/", follow_up.accesses, name="accesses"),
    path("seguimiento/mia/cara/", follow_up.withdraw_face, name="withdraw_face"),
    path("seguimiento/mia/retirar/", follow_up.withdraw, name="withdraw"),
]
