"""A process that posts until it is killed: ``python posting_child.py DATA.FS PORT``; says "posting" when it begins."""

from __future__ import annotations

import sys
from datetime import timedelta

from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from reglab_workflow.mail.posting import Posting
from reglab_workflow.mail.senders import SmtpSender
from reglab_workflow.settings import Settings

if __name__ == "__main__":
    path, port = sys.argv[1], int(sys.argv[2])
    sender = SmtpSender(Settings(mail="smtp", smtp_port=port))
    database = DB(FileStorage(path))
    posting = Posting(database, sender, "Reglab <reglab@reglab.example>", claim=timedelta(milliseconds=1))
    sys.stdout.write("posting\n")
    sys.stdout.flush()
    posting.round()
    database.close()
