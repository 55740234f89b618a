"""The files of the trained model that reads what passages say, and what its answers depend on.

Light: what findings depend on is asked before any of it is loaded.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from pipeline.config_files import read_config_file
from pipeline.errors import UsageError
from pipeline.model_files import checked_key
from pipeline.settings import Settings

OURS, NONE = "leads", "none"
NETWORK, VOCABULARY, GATE, LIMITS = "network.onnx", "vocabulary.json", "gate.npy", "limits.yml"
FILES = (NETWORK, VOCABULARY, GATE, LIMITS)
SETTING = "EXCULPA_LEAD_MODEL"


def sense_folder(settings: Settings) -> Path | None:
    """Where the model lies; None where the office does without. Raises UsageError where the setting is neither."""
    if settings.lead_model not in {OURS, NONE}:
        raise UsageError(f"The setting lead_model is {settings.lead_model!r}. Set {OURS} (ours) or {NONE}.")
    return settings.models / OURS if settings.lead_model == OURS else None


def sense_key(settings: Settings) -> str:
    """What the findings of the model depend on. Raises ServiceMissing where a file is not as it was measured."""
    folder = sense_folder(settings)
    return NONE if folder is None else checked_key(folder, FILES, SETTING)


def load_severities(settings: Settings) -> Mapping[str, int]:
    """The severity of each type of lead in `config/policy/lead_types.yml`, for what no lexicon says more exactly."""
    return _severities(read_config_file(str(settings.config / "policy" / "lead_types.yml")) or b"types: {}")


@lru_cache(maxsize=2)
def _severities(content: bytes) -> Mapping[str, int]:
    return {name: int(type_["severity"]) for name, type_ in yaml.safe_load(content)["types"].items()}
