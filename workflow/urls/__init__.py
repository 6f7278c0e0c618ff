"""Addresses of the office, by whose work it is. Public ids only; nothing personal in an address."""

from workflow.urls.administration import urlpatterns as administration
from workflow.urls.fiscal import urlpatterns as fiscal
from workflow.urls.office import urlpatterns as office
from workflow.urls.supervisor import urlpatterns as supervisor

app_name = "workflow"

urlpatterns = [*office, *fiscal, *supervisor, *administration]
