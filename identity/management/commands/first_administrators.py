"""The beginning: an administrator whom nobody could confirm, while there are fewer than two."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import staffing
from core.errors import AmparoError
from identity.services.links import password_link, send_password_link


class Command(BaseCommand):
    """`manage.py first_administrators`: run it once for each of the first two."""

    help = "Appoint one of the first two administrators; the offices are made if they are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--number", required=True, help="employee number")
        parser.add_argument("--username", required=True, help="what they sign in with")
        parser.add_argument("--email", required=True, help="work e-mail: the link to set the password goes there")
        parser.add_argument("--show-link", action="store_true", help="also print the link, where no e-mail works yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint, and send the link at once: perhaps no worker runs yet."""
        staffing.load_standard_offices()
        try:
            member = staffing.appoint_first(options["name"], options["number"], options["username"], options["email"])
        except AmparoError as error:
            raise CommandError(f"{error.what} {error.next_step}") from None
        if options["show_link"]:
            self.stdout.write(password_link(member.user))
        else:
            send_password_link(str(member.public_id))
        self.stdout.write("Appointed. The link is good once, for three days.")
