# ruff: noqa: N818 - a refusal is named by what is wrong with the request
"""What a use case around a person can refuse; each message is the sentence shown."""


class AccountError(ValueError):
    """A refusal with a sentence for the person."""


class InvalidEmail(AccountError):
    """The address can't be an e-mail address."""


class InvalidPassword(AccountError):
    """The password can't be accepted for an account."""


class WrongCredentials(AccountError):
    """E-mail and password do not match. Check both, or create an account."""

    def __init__(self, sentence: str = "Wrong e-mail or password.") -> None:
        super().__init__(sentence)


class EmailTaken(AccountError):
    """The address is in use; strangers are never told so."""


class TooManyAttempts(AccountError):
    """Attempts are limited; `seconds` says after how long the next one counts."""

    def __init__(self, seconds: int) -> None:
        self.seconds = max(1, seconds)
        minutes = -(-self.seconds // 60)
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"Too many attempts. Try again in {minutes} {unit}.")


class HashingBusy(AccountError):
    """All places for hashing passwords are taken; nothing was checked."""

    def __init__(self) -> None:
        super().__init__("The server is busy. Try again in a few seconds.")


class GitHubRefused(WrongCredentials):
    """GitHub, or the person there, did not say who it is."""

    def __init__(self, sentence: str = "Signing in with GitHub failed. Try again, or use your password.") -> None:
        super().__init__(sentence)


class NoVerifiedAddress(WrongCredentials):
    """The account at GitHub has no address that GitHub knows to be the person's."""

    def __init__(self) -> None:
        super().__init__(
            "Your GitHub account has no verified primary e-mail address. Verify one on GitHub and try again."
        )


class GitHubAway(AccountError):
    """GitHub did not answer."""

    def __init__(self) -> None:
        super().__init__("GitHub is unavailable. Try again in a minute, or use your password.")


class NotConfirmed(AccountError):
    """What was typed to confirm is not what was asked for."""


class TooManyTokens(AccountError):
    """A person has as many API tokens as they may have."""


class LinkUsedUp(AccountError):
    """A link from a mail was used, has expired or never was."""

    def __init__(self, sentence: str = "This reset link has expired or was already used.") -> None:
        super().__init__(sentence)
