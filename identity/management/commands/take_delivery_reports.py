"""``manage.py take_delivery_reports``: what did not arrive, read from the reports that mail servers send back.

For the mail server to run on each message (``|manage.py take_delivery_reports`` in an alias), or on a Maildir from time
to time. Prints counts only: reports are full of addresses.
"""

import mailbox
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.services.delivery_reports import LARGEST_REPORT, take_delivery_report


class Command(BaseCommand):
    """Reads files, a Maildir, or one message on standard input. What is no report is left alone."""

    help = "Take delivery reports (RFC 3464) and mark the addresses that mail does not reach."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the reports are."""
        parser.add_argument("files", nargs="*", type=Path, help="messages as files; none: one on standard input")
        parser.add_argument("--maildir", type=Path, help="take the new messages of a Maildir, and mark them as seen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take what there is and say how much it was."""
        if options["maildir"]:
            read, failed = self._maildir(options["maildir"])
        else:
            reports = [self._bytes(file) for file in options["files"]] or [sys.stdin.buffer.read(LARGEST_REPORT)]
            read, failed = len(reports), sum(take_delivery_report(report) for report in reports)
        self.stdout.write(f"{read} messages read, {failed} deliveries of ours that failed")

    @staticmethod
    def _bytes(file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read ({error.strerror})") from error

    @staticmethod
    def _maildir(folder: Path) -> tuple[int, int]:
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} is no Maildir: it has no folder «new»")
        box = mailbox.Maildir(folder, create=False)
        read = failed = 0
        for key in box.keys():  # noqa: SIM118 - a mailbox iterates over messages, not keys
            message = box.get_message(key)
            if message.get_subdir() != "new":
                continue
            failed += take_delivery_report(box.get_bytes(key))
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
            read += 1
        return read, failed
