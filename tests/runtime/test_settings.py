"""Settings: complete, or named; and never dangerous."""

import pytest

from shared.runtime.settings import SettingsError, read_settings

GIVEN = {
    "ENVIRONMENT": "production",
    "GOOGLE_CLOUD_PROJECT": "temani",
    "FUNCTION_URL": "https://asia-southeast2-temani.cloudfunctions.net/{name}",
}


@pytest.mark.parametrize(
    "variable",
    [
        "FIRESTORE_EMULATOR_HOST",
        "PUBSUB_EMULATOR_HOST",
        "FIREBASE_AUTH_EMULATOR_HOST",
        "CLOUD_TASKS_EMULATOR_HOST",
        "XENDIT_BASE_URL",
        "SENDGRID_BASE_URL",
        "FCM_BASE_URL",
        "TWILIO_BASE_URL",
        "OIDC_CERTS_URL",
        "STORAGE_ENDPOINT_URL",
    ],
)
@pytest.mark.parametrize("environment", ["staging", "production"])
def test_an_emulator_in_production_is_refused(environment: str, variable: str) -> None:
    """
    With an emulator's variable or a vendor's other host set, an instance does not start, and says which it is.
    """
    with pytest.raises(SettingsError, match=variable):
        read_settings(GIVEN | {"ENVIRONMENT": environment, variable: "127.0.0.1:1"})


def test_cloud_run_is_never_local() -> None:
    """
    An instance that takes itself for a developer's machine would believe unsigned tokens, so it does not start.
    """
    with pytest.raises(SettingsError, match="ENVIRONMENT"):
        read_settings(GIVEN | {"ENVIRONMENT": "local", "K_SERVICE": "get-order"})


@pytest.mark.parametrize("missing", GIVEN)
def test_what_is_missing_is_named(missing: str) -> None:
    """
    A missing or empty variable is named as it is written in the environment.
    """
    for incomplete in ({name: value for name, value in GIVEN.items() if name != missing}, GIVEN | {missing: ""}):
        with pytest.raises(SettingsError, match=missing):
            read_settings(incomplete)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ENVIRONMENT", "prod"),
        ("FUNCTION_URL", "https://x"),
        ("FUNCTION_URL", "ftp://{name}"),
        ("TWILIO_ACCOUNT_SID", "SK1"),
    ],
)
def test_what_is_malformed_is_named(variable: str, value: str) -> None:
    """
    A value that makes no sense is an error of that variable.
    """
    with pytest.raises(SettingsError, match=variable):
        read_settings(GIVEN | {variable: value})


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """
    Nobody should have to start an instance three times to learn of three mistakes.
    """
    with pytest.raises(SettingsError) as refused:
        read_settings({})

    assert all(name in str(refused.value) for name in GIVEN)


def test_a_secret_does_not_show_itself() -> None:
    """
    Settings that are printed, in an error or a log, keep their secrets.
    """
    settings = read_settings(GIVEN | {"XENDIT_SECRET_KEY": "xnd_production_abc", "TICKET_SIGNING_KEY": "c2VlZA=="})

    assert "xnd_production_abc" not in repr(settings)
    assert "c2VlZA==" not in settings.model_dump_json()


def test_production_speaks_to_the_vendors_themselves() -> None:
    """
    By default every vendor is the real one.
    """
    settings = read_settings(GIVEN)

    assert (settings.xendit_base_url, settings.sendgrid_base_url, settings.fcm_base_url) == (
        "https://api.xendit.co",
        "https://api.sendgrid.com",
        "https://fcm.googleapis.com",
    )
    assert settings.twilio_base_url == "https://api.twilio.com"
    assert settings.firestore_emulator_host is None


def test_callers_and_addresses() -> None:
    """
    Callers are a list with commas, an empty one is nobody; a function's address has its name in it.
    """
    settings = read_settings(GIVEN | {"INTERNAL_CALLERS": " a@x.com, b@x.com ,,"})

    assert settings.callers == {"a@x.com", "b@x.com"}
    assert read_settings(GIVEN).callers == frozenset()
    assert settings.url_for("get-order") == "https://asia-southeast2-temani.cloudfunctions.net/get-order"
