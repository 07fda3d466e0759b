"""What the use cases around a person work with."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from accounts.mail import Mail
from accounts.passwords import PasswordHasher
from models.database import Database


@dataclass(frozen=True, slots=True)
class Allowance:
    """A number of attempts allowed within any period of this length."""

    attempts: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class AccountLimits:
    """How often, and for how long.

    `sign_in_failures` counts wrong passwords from one network address, whatever the account; `account_failures` those
    for one account from anywhere. The second allows more, so that a stranger at one address can't lock the owner out.
    """

    sign_in_failures: Allowance = Allowance(10, timedelta(minutes=5))
    account_failures: Allowance = Allowance(100, timedelta(minutes=5))
    sign_ups: Allowance = Allowance(60, timedelta(minutes=5))
    session_idle: timedelta = timedelta(hours=12)
    session_lifetime: timedelta = timedelta(days=7)
    sign_in_link: timedelta = timedelta(hours=1)
    password_reset: timedelta = timedelta(hours=1)
    resets: Allowance = Allowance(10, timedelta(minutes=15))
    confirmation: timedelta = timedelta(days=1)
    confirmations: Allowance = Allowance(5, timedelta(hours=1))
    feedback: Allowance = Allowance(10, timedelta(minutes=15))
    api_tokens: int = 20
    api_requests: Allowance = Allowance(600, timedelta(minutes=1))

    @property
    def longest(self) -> timedelta:
        """How far back any of the limits looks."""
        return max(value.within for name in self.__slots__ if isinstance(value := getattr(self, name), Allowance))


@dataclass(frozen=True, slots=True)
class AccountServices:
    """Database, password hashing, limits, and mail where there is any; built once by an entry point."""

    database: Database
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    limits: AccountLimits = field(default_factory=AccountLimits)
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `confirmed` says whether the address is known to be theirs."""

    id: UUID
    email: str
    confirmed: bool
