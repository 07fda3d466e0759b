"""Assets lie under a digest of their content."""

from dashboard import asset_address


def test_the_address_changes_with_any_file_and_with_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(asset_address, "ASSETS", tmp_path)
    digest = asset_address.assets_path.__wrapped__
    (tmp_path / "a.js").write_text("1")
    first = digest()
    assert first == digest()
    (tmp_path / "a.js").write_text("2")
    second = digest()
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert len({first, second, digest()}) == 3
