import pytest

from accounts.email_address import normal_email
from accounts.errors import InvalidEmail

GOOD = {
    "ada@example.org": "ada@example.org",
    "  ada@example.org\n": "ada@example.org",
    "Ada.Lovelace@Example.ORG": "ada.lovelace@example.org",
    "a+tag@example.org": "a+tag@example.org",
    "o'neil@example.org": "o'neil@example.org",
    "x@sub.sub.example.co.uk": "x@sub.sub.example.co.uk",
    "demo@batchprot.example": "demo@batchprot.example",
    "tester@lab.test": "tester@lab.test",
    "ä@exämple.org": "ä@exämple.org",
    "a@xn--exmple-cua.org": "a@exämple.org",
    "a" * 64 + "@example.org": "a" * 64 + "@example.org",
}

BAD = [
    "",
    " ",
    "ada",
    "@example.org",
    "ada@",
    "ada@@example.org",
    "ada@example",
    "ada@localhost",
    "ada@.org",
    "ada@example..org",
    "ada.@example.org",
    ".ada@example.org",
    "a..b@example.org",
    "ada lovelace@example.org",
    "ada@exam ple.org",
    "Ada <ada@example.org>",
    "ada@example.org, eve@example.org",
    "ada@example.org\r\nBcc: eve@example.org",
    "ada\0@example.org",
    "ada@example.org\0",
    "ada@[127.0.0.1]",
    '"quoted words"@example.org',
    "a" * 65 + "@example.org",
    "a@" + "b" * 64 + ".org",
    "a@" + "b." * 130 + "org",
    "ada@example.org" * 1_000,
    "ada@-example.org",
    "ada@exa_mple.org",
    "\u202eada@example.org",
    "ada\ud800@example.org",
    "<script>@example.org",
    "javascript:alert(1)",
    "ada@exam\u2028ple.org",
]


@pytest.mark.parametrize(("typed", "kept"), GOOD.items(), ids=range(len(GOOD)))
def test_addresses_are_kept_in_one_spelling(typed, kept):
    assert normal_email(typed) == kept
    assert normal_email(kept) == kept


@pytest.mark.parametrize("typed", BAD, ids=range(len(BAD)))
def test_what_is_no_address_is_refused_with_an_example(typed):
    with pytest.raises(InvalidEmail, match=r"name@institute\.org"):
        normal_email(typed)
