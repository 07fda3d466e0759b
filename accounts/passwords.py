"""Which passwords are accepted, and how they are hashed: argon2id, a few at a time."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.errors import HashingBusy, InvalidPassword

SHORTEST = 12
LONGEST = 1024
WEAKEST_SCORE = 3  # of zxcvbn's 0 to 4: about 10^8 guesses are not enough
JUDGED = 72  # zxcvbn takes quadratic time; a password longer than this is judged by its start
MOST_SUBSTITUTES = 3
WAIT_SECONDS = 5.0


def check_password(password: str, email: str = "") -> None:
    """Refuse a password that is too short, too long or easy to guess.

    Args:
        password: any characters but NUL, unchanged (no trimming, no folding).
        email: the account's address; a password made from it is easy to guess.

    Raises:
        InvalidPassword: with the sentence shown beside the field.
    """
    if len(password) < SHORTEST:
        raise InvalidPassword(f"Use at least {SHORTEST} characters. A few unrelated words are easy to remember.")
    if not acceptable_length(password):
        raise InvalidPassword(f"Use at most {LONGEST:,} characters and no NUL character.")
    if _score(password, email) < WEAKEST_SCORE:
        raise InvalidPassword("This password is easy to guess. Add unrelated words instead of digits at the end.")


def acceptable_length(password: str) -> bool:
    """Tell whether a password may be hashed at all: at most 1,024 characters, no NUL, encodable."""
    if len(password) > LONGEST or "\0" in password:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in password)


def _score(password: str, email: str) -> int:
    """Return zxcvbn's score, 0 (guessed at once) to 4.

    The library's own entry point leaves the person's words behind in a table of its module; hence its parts.
    Its word lists take a quarter of a second to load, so they are loaded only where a password is chosen.
    """
    from zxcvbn import matching, scoring, time_estimates

    words = ["batchprot", email, *email.replace("@", ".").split(".")]
    dictionaries = {
        **matching.RANKED_DICTIONARIES,
        "user_inputs": matching.build_ranked_dict([word.lower() for word in words if word]),
    }
    whole = password[:JUDGED]
    bounded = _with_few_substitutes(whole, matching.L33T_TABLE)
    found = [(bounded, matching.omnimatch(bounded, dictionaries))]
    if bounded != whole:
        plain = [matching.dictionary_match, matching.reverse_dictionary_match, matching.spatial_match]
        plain += [matching.sequence_match, matching.regex_match, matching.date_match]
        found.append(
            (whole, [match for matcher in plain for match in matcher(whole, _ranked_dictionaries=dictionaries)])
        )
    guesses = min(scoring.most_guessable_match_sequence(*judged)["guesses"] for judged in found)
    return int(time_estimates.guesses_to_score(guesses))


def _with_few_substitutes(password: str, table: Mapping[str, Sequence[str]]) -> str:
    """The password with at most three kinds of the signs that stand for letters; others become one plain sign.

    zxcvbn tries every combination of letters that such signs may stand for: the work doubles with each kind, and ten
    kinds keep a processor busy for seconds.
    """
    substitutes = {sign for signs in table.values() for sign in signs}
    kept = [sign for sign in dict.fromkeys(password) if sign in substitutes][:MOST_SUBSTITUTES]
    return "".join("~" if letter in substitutes and letter not in kept else letter for letter in password)


class PasswordHasher:
    """Argon2id with a bound on how many hashes run at once.

    Each hash takes `memory_kib` of memory on purpose; without a bound, fifty people signing in at once
    would take fifty times that.
    """

    def __init__(self, *, memory_kib: int = 19_456, passes: int = 2, lanes: int = 1, at_once: int = 4) -> None:
        self._argon2 = Argon2(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
        self._places = threading.BoundedSemaphore(at_once)
        self._nobodys_hash = self._argon2.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the encoded hash, with its own salt and parameters inside."""
        with self._place():
            return self._argon2.hash(password)

    def verify(self, encoded: str | None, password: str) -> bool:
        """Tell whether the password fits; with no hash to compare, take the same time and say no."""
        with self._place():
            try:
                self._argon2.verify(encoded or self._nobodys_hash, password)
            except (VerificationError, InvalidHashError):
                return False
        return bool(encoded)

    def outdated(self, encoded: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._argon2.check_needs_rehash(encoded)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise HashingBusy
        try:
            yield
        finally:
            self._places.release()
