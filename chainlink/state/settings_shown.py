"""The settings in force, without their secrets."""

from pydantic import SecretStr

from chainlink.settings import Settings

_HIDDEN = "********"


def settings_shown(settings: Settings) -> dict[str, str]:
    """The settings by their names in the environment; of a secret only whether there is one."""
    shown = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = _HIDDEN if value.get_secret_value() else ""
        shown[f"CHAINLINK_{name.upper()}"] = str(value)
    return shown


def setting_of(name: str) -> str:
    """The field of `Settings` behind a name in the environment."""
    return name.removeprefix("CHAINLINK_").lower()
