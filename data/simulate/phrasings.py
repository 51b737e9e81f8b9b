"""Both languages of a simulated book."""

from collections.abc import Mapping
from types import MappingProxyType

from data.simulate.english import ENGLISH
from data.simulate.language import Language
from data.simulate.russian import RUSSIAN

LANGUAGES: Mapping[str, Language] = MappingProxyType({"english": ENGLISH, "russian": RUSSIAN})
