import pytest

from dashboard.settings import Settings
from runtime.settings import SettingsError, read_settings

GOOD = {
    "BATCHPROT_DATABASE_URL": "postgresql:///x",
    "BATCHPROT_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "BATCHPROT_WORKER_URL": "http://127.0.0.1:9",
    "BATCHPROT_STORAGE_DIR": "/somewhere",
    "BATCHPROT_ORIGIN": "https://batchprot.example/",
    "BATCHPROT_STAGE": "production",
}


def test_settings_are_read_from_the_mapping_alone(monkeypatch):
    for name in GOOD:
        monkeypatch.setenv(name, "from the process")
    settings = read_settings(Settings, GOOD)
    assert settings.origin == "https://batchprot.example"
    assert settings.https
    assert settings.hosts == ("batchprot.example",)


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"BATCHPROT_STAGE"}))
@pytest.mark.parametrize("value", [None, "", "  "])
def test_missing_setting_is_named(name, value):
    environ = {key: text for key, text in GOOD.items() if key != name}
    if value is not None:
        environ[name] = value
    with pytest.raises(SettingsError, match=name):
        read_settings(Settings, environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCHPROT_STAGE", ""),
        ("BATCHPROT_STAGE", "prod"),
        ("BATCHPROT_ORIGIN", "batchprot.example"),
        ("BATCHPROT_ORIGIN", "ftp://batchprot.example"),
        ("BATCHPROT_ORIGIN", "https://"),
        ("BATCHPROT_ORIGIN", "https://batchprot.example/path"),
        ("BATCHPROT_ORIGIN", "https://batchprot.example?x=1"),
        ("BATCHPROT_ORIGIN", "http://batchprot.example"),
        ("BATCHPROT_SECRET_KEY", "short"),
        ("BATCHPROT_SECRET_KEY", "dev" + "0" * 40),
        ("BATCHPROT_SECRET_KEY", "change-me" + "0" * 40),
    ],
)
def test_production_refuses_what_is_unsafe(name, value):
    with pytest.raises(SettingsError):
        read_settings(Settings, {**GOOD, name: value})


@pytest.mark.parametrize(
    ("origin", "named"),
    [("http://127.0.0.1:8050", "127.0.0.1"), ("http://[::1]:8050", "[::1]"), ("http://lab.example", "lab.example")],
)
def test_a_local_application_answers_to_its_loopback_names(origin, named):
    settings = read_settings(Settings, {**GOOD, "BATCHPROT_ORIGIN": origin, "BATCHPROT_STAGE": "local"})
    assert {named, "localhost", "127.0.0.1", "[::1]"} == set(settings.hosts)
    assert not settings.https
