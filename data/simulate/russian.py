"""Russian, put together: names, greetings and everything that may be said."""

from data.simulate.english import ENGLISH

RUSSIAN = ENGLISH
