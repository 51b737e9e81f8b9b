"""English, put together: names, greetings and everything that may be said."""

from data.simulate.english_ours import OURS
from data.simulate.english_talk import TALK
from data.simulate.english_work import WORK
from data.simulate.language import Language, lines

ENGLISH = Language(
    sayings={**TALK, **WORK, **OURS},
    names=lines("""
        Alice Morgan
        Ben Carter
        Charlotte Weber
        Daniel Price
        Emma Lindqvist
        Frank Osei
        Grace Keller
        Henry Novak
        Isabel Ruiz
        Jack Turner
        Karen Blake
        Liam Byrne
        Monica Hart
        Nathan Cole
        Olivia Brandt
        Paul Schmidt
        Rachel Stone
        Samuel Green
        Tina Vogel
        Victor Lang
    """),
    our_names={"Anna": "Anna", "Marek": "Marek", "Olga": "Olga", "Tom": "Tom"},
    things=lines("""
        booking page
        warehouse app
        online shop
        customer portal
        reporting database
        price calculator
        website
        service desk
        dealer catalogue
        time tracking
    """),
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    subjects=lines("""
        Re: {thing}
        {thing}
        AW: {thing}
        our talk
        Fwd: {thing}
        Short note
        (no subject)
        RE: RE: {thing}
    """),
    greetings_formal=lines("""
        Dear {name},
        Good morning {name},
        Good afternoon,
        Dear Sir or Madam,
        Dear all,
        Hello {name},
    """),
    greetings_plain=lines("""
        Hi {name},
        Hi,
        Hello!
        Hey {name},
        Morning,
        {name},
    """),
    closings_formal=lines("""
        Kind regards
        Yours sincerely
        With best regards
        Best regards from all of us
        Yours faithfully
    """),
    closings_plain=lines("""
        Best
        Bye
        Cheers
        See you
        Greetings
        BR
    """),
    small_talk=lines("""
        I hope you had a pleasant weekend.
        It's been a long winter.
        Greetings from rainy Bremen.
        I hope this finds you well.
        Happy new month to you.
        The sun is finally out here.
        I trust the trip home was pleasant.
        Hope all is well on your side.
    """),
    signatures=lines("""
        Head of Operations | Tel. +49 30 5550100
        Managing Director, Northgate Ltd
        -- Sent from my phone
        Purchasing | Harbour Trading GmbH
        -- This mail may be confidential.
        Office hours Mon-Thu 9-16
    """),
    wrote="On an earlier date somebody wrote:",
)
