import base64

from accounts.tokens import new_token, token_hash


def test_tokens_hold_256_random_bits_and_fit_in_a_url():
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_hash_is_sha256_and_takes_any_text():
    assert token_hash("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(token_hash("\ud800\0")) == 32
