"""E-mail: a notification in plain text, Chinese first, through the mail server of the settings."""

import hashlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib
import httpx

from chainlink.language import Language, say
from chainlink.notifications.calling import Outcome
from chainlink.notifications.model import Notification
from chainlink.notifications.sight import outside
from chainlink.settings import Settings

_PERMANENT = 500  # SMTP replies of 500 and more will not change by waiting (RFC 5321, 4.2.1)


class MailUnavailable(Exception):
    """The mail server cannot be spoken to; the code of what is wrong."""


class Mailer:
    """Writes and sends messages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def on(self) -> bool:
        """Whether the settings name a mail server and a sender."""
        return bool(self._settings.smtp_host and self._settings.smtp_from)

    def notice(self, notification: Notification, to: str) -> EmailMessage:
        """A notification as a message."""
        lines = [outside(notification, one) for one in Language]
        subject = " / ".join(say(f"notification.kind.{notification.kind}", one) for one in Language)
        sent = datetime.fromisoformat(notification.recorded_at.replace("Z", "+00:00"))
        return self._message(to, subject, lines, notification.id, sent)

    def confirmation(self, to: str, code: str, sent: datetime) -> EmailMessage:
        """The message that proves an address."""
        lines = [say("mail.confirmation", one, code=code) for one in Language]
        subject = " / ".join(say("mail.confirmation.subject", one) for one in Language)
        # of the code only a digest may stand where every server on the way keeps it
        id_ = hashlib.sha256(f"{to}:{code}".encode()).hexdigest()[:32]
        return self._message(to, subject, lines, id_, sent)

    def _message(
        self, to: str, subject: str, lines: list[str], id_: str, sent: datetime
    ) -> EmailMessage:
        """Headers take no line end: the policy refuses what would begin another header."""
        sender = Address(addr_spec=self._settings.smtp_from)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address("产业链供需对接 chainlink", addr_spec=sender.addr_spec)
        message["To"] = Address(addr_spec=to)
        message["Subject"] = subject
        message["Date"] = format_datetime(sent)
        message["Message-ID"] = f"<{id_}@{sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
        footer = [say("mail.footer", one) for one in Language]
        message.set_content("\n\n".join([*lines, "-- ", *footer]) + "\n", charset="utf-8")
        return message

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection for several messages, protected and signed in. Raises MailUnavailable."""
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=settings.smtp_timeout,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            tls_context=None if settings.smtp_security == "none" else httpx.create_ssl_context(),
        )
        try:
            await client.connect()
            if settings.smtp_user:
                await client.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except aiosmtplib.SMTPAuthenticationError as failure:
            client.close()
            raise MailUnavailable("MAIL_SIGN_IN") from failure
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as failure:
            client.close()
            raise MailUnavailable("MAIL_SERVER") from failure
        try:
            yield client
        finally:
            try:
                await client.quit()
            except (aiosmtplib.SMTPException, OSError):
                client.close()

    async def send(self, client: aiosmtplib.SMTP, message: EmailMessage) -> Outcome:
        """Hand a message over; only the code of a refusal is kept, its words may name somebody."""
        try:
            await client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            code = refusal.recipients[0].code if refusal.recipients else _PERMANENT
            return Outcome(f"SMTP_{code}", final=code >= _PERMANENT)
        except aiosmtplib.SMTPResponseException as refusal:
            return Outcome(f"SMTP_{refusal.code}", final=refusal.code >= _PERMANENT)
        except (aiosmtplib.SMTPException, OSError):
            return Outcome("MAIL_SERVER")
        return Outcome()
