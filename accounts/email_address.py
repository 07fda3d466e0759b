"""What counts as an e-mail address, and the one spelling under which it is kept."""

from accounts.errors import InvalidEmail

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets


def normal_email(text: str) -> str:
    """Return the spelling under which an address is stored and looked up.

    Letter case never tells two accounts apart, also before the @ where the standard would allow it.
    No name server is asked: an address inside an institute is as good as a public one.

    Raises:
        InvalidEmail: the text is not an address; the message says what to do.
    """
    # Its tables take long to load, and only signing in and the like have use for them.
    from email_validator import EmailNotValidError, validate_email

    refusal = InvalidEmail("Enter an e-mail address, such as name@institute.org.")
    stripped = text.strip()
    if not stripped or len(stripped) > LONGEST or not stripped.isprintable():
        raise refusal
    try:
        # The "test environment" only means that names under .test are let through, as on a laboratory's own network.
        checked = validate_email(stripped, globally_deliverable=False, test_environment=True, strict=True)
    except (EmailNotValidError, ValueError) as error:
        raise refusal from error
    if "." not in (checked.ascii_domain or ""):
        raise refusal
    return checked.normalized.casefold()
