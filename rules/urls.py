"""Addresses of the rules: what they say, for everybody; their versions, for administrators."""

from django.urls import URLPattern, path

from rules.views import contents, public, review, versions

app_name = "rules"
_VERSIONS = "oficina/administracion/reglas/"
_ONE = _VERSIONS + "<uuid:reference>/"

urlpatterns: list[URLPattern] = [
    path("reglas/<slug:benefit>/", public.rules_of, name="reference"),
    path(_VERSIONS, versions.versions, name="versions"),
    path(_VERSIONS + "nueva/", versions.new, name="version_new"),
    path(_ONE, versions.version, name="version"),
    path(_ONE + "cuantias/", contents.amounts, name="version_amounts"),
    path(_ONE + "cuantias/<slug:name>/", contents.amount, name="version_amount"),
    path(_ONE + "frases/", contents.sentences, name="version_sentences"),
    path(_ONE + "frases/<path:key>/", contents.sentence, name="version_sentence"),
    path(_ONE + "prueba/", versions.trial, name="version_trial"),
    path(_ONE + "probar/", versions.try_it, name="version_try"),
    path(_ONE + "proponer/", versions.propose, name="version_propose"),
    path(_ONE + "revisar/", review.review, name="version_review"),
    path(_ONE + "retirar/", versions.withdraw, name="version_withdraw"),
]
