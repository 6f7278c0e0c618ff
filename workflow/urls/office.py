"""Addresses of who processes dossiers, and of a dossier's pages."""

from django.urls import path, register_converter

from workflow.views.office import acts, automation, decision, dossier, files, hearing, papers, queue


class SideConverter:
    """A side of the identity check's pictures."""

    regex = "front|back|selfie|turn"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(SideConverter, "side")

_ONE = "expedientes/<uuid:reference>/"

urlpatterns = [
    path("", queue.my_queue, name="queue"),
    path("buscar/", queue.search, name="search"),
    path(_ONE, dossier.dossier, name="dossier"),
    path(_ONE + "comprobaciones/", dossier.checks, name="checks"),
    path(_ONE + "calculo/", dossier.calculation, name="calculation"),
    path(_ONE + "documentos/", dossier.documents, name="documents"),
    path(_ONE + "historia/", dossier.history, name="history"),
    path(_ONE + "finalidad/", dossier.purpose, name="purpose"),
    path(_ONE + "comprobaciones/<uuid:check>/reintentar/", acts.retry_check, name="retry_check"),
    path(_ONE + "comprobaciones/<uuid:check>/dar-por-valida/", acts.accept_check, name="accept_check"),
    path(_ONE + "pedir-documento/", acts.request_document, name="request_document"),
    path(_ONE + "dejar-de-esperar/", acts.stop_waiting, name="stop_waiting"),
    path(_ONE + "audiencia/", hearing.open_hearing, name="open_hearing"),
    path(_ONE + "audiencia/sin-efecto/", hearing.drop_hearing, name="drop_hearing"),
    path(_ONE + "identidad/", acts.identity_review, name="identity"),
    path(_ONE + "identidad/<side:side>/", files.picture, name="picture"),
    path(_ONE + "documentos/<uuid:document>/archivo/", files.document, name="document_file"),
    path(_ONE + "escritos/<uuid:receipt>/", files.letter, name="letter"),
    path(_ONE + "escritos/<uuid:receipt>/corregir/", papers.correct_paper, name="correct_paper"),
    path(_ONE + "consentimientos/<uuid:consent>/", files.evidence, name="evidence"),
    path(_ONE + "exportar/", files.export, name="export"),
    path(_ONE + "proponer/", decision.propose, name="propose"),
    path(_ONE + "no-admitir/", decision.propose_ending, {"kind": "inadmissible"}, name="propose_inadmission"),
    path(_ONE + "caducidad/", decision.propose_ending, {"kind": "lapsed"}, name="propose_lapse"),
    path(_ONE + "resolver/", decision.resolve, name="resolve"),
    path(_ONE + "retirar-propuesta/", decision.drop_proposal, name="drop_proposal"),
    path(_ONE + "pasos/parar/", automation.stop, name="stop_automation"),
    path(_ONE + "pasos/seguir/", automation.resume, name="resume_automation"),
    path(_ONE + "pasos/<int:task>/reintentar/", acts.rearm_job, name="rearm_job"),
]
