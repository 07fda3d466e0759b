# ruff: noqa: N818 - a refusal is named after what is wrong with the request
"""What a use case around an account can refuse; each message is the sentence shown."""

from batchprot.refusal import Refusal


class AccountError(Refusal):
    """A refusal with a sentence for the person; `seconds` says when to try again, where that helps."""

    code = "account"
    status = 422
    seconds = 0


class InvalidEmail(AccountError):
    """The text is not an e-mail address."""

    code = "invalid_email"


class InvalidPassword(AccountError):
    """The password is not acceptable."""

    code = "invalid_password"


class WrongCredentials(AccountError):
    """The e-mail address or the password is wrong."""

    code = "wrong_credentials"
    status = 401

    def __init__(self, sentence: str = "Wrong e-mail or password.") -> None:
        super().__init__(sentence)


class EmailTaken(AccountError):
    """The address is in use; this is never revealed to strangers."""

    code = "email_taken"


class TooManyAttempts(AccountError):
    """Too many attempts; the next one is allowed after `seconds`."""

    code = "too_many_attempts"
    status = 429

    def __init__(self, seconds: int) -> None:
        minutes = -(-max(1, seconds) // 60)
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"Too many attempts. Try again in {minutes} {unit}.")
        self.seconds = max(1, seconds)


class HashingBusy(AccountError):
    """Too many passwords are being hashed at the same time; nothing was checked."""

    code = "busy"
    status = 503
    seconds = 5

    def __init__(self) -> None:
        super().__init__("The server is busy. Try again in a few seconds.")


class GitHubRefused(WrongCredentials):
    """GitHub or the person refused the sign-in."""

    code = "github_refused"

    def __init__(self, sentence: str = "Signing in with GitHub failed. Try again, or use your password.") -> None:
        super().__init__(sentence)


class NoVerifiedAddress(WrongCredentials):
    """The GitHub account has no verified primary address."""

    code = "no_verified_address"

    def __init__(self) -> None:
        super().__init__(
            "Your GitHub account has no verified primary e-mail address. Verify one on GitHub and try again."
        )


class GitHubAway(AccountError):
    """GitHub is unavailable."""

    code = "github_away"
    status = 503

    def __init__(self) -> None:
        super().__init__("GitHub is unavailable. Try again in a minute, or use your password.")


class NotConfirmed(AccountError):
    """The confirmation that was typed is wrong."""

    code = "not_confirmed"


class TooManyTokens(AccountError):
    """The person has reached the limit of API tokens."""

    code = "too_many_tokens"


class LinkUsedUp(AccountError):
    """A link from an e-mail was used, has expired or never existed."""

    code = "link_used_up"
    status = 410

    def __init__(self, sentence: str = "This reset link has expired or was already used.") -> None:
        super().__init__(sentence)
