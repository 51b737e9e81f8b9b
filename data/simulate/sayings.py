"""Everything that may be said in a simulated book, and the text cues it carries by design.

The phrasings lie beside it, one module per language and theme. What carries no cue is there on
purpose: ordinary talk, and words that only look like a sign.
"""

from collections.abc import Mapping
from types import MappingProxyType

SAID_BY_CLIENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # time and meetings
        "ultimatum": ("ultimatum",),
        "slot_refused": (),
        "in_person_only": ("in-person-only",),
        "invites_over": (),
        "new_date": ("new-date",),
        "candour": ("time-candour",),
        "cancels": (),
        "accepts_time": ("new-date", "agreement"),
        "receipt": ("confirms-receipt",),
        # clarity and decision
        "request_clear": (),
        "request_repeat": ("agreement",),
        "request_vague": ("vague",),
        "dismissal": ("dismissal",),
        "refusal": ("refusal",),
        "bends": (),
        "defers": ("defers-to-others",),
        "names_decider": (),
        "gatekeeper": ("gatekeeper",),
        "assistant_books": (),
        "put_off": ("put-off",),
        "put_off_for_weeks": ("put-off",),
        "returns": (),
        "question": ("asks-question",),
        "answer": (),
        "rambling": (),
        "disagreement": ("disagreement",),
        "agreement": ("agreement",),
        "settles": ("agreement",),
        "rejects": (),
        "small_news": (),
        "thanks": (),
        # money
        "discount": ("discount",),
        "asks_price": ("asks-question",),
        "reopens_price": ("price-reopened",),
        "unpaid_work": ("unpaid-work",),
        "asks_references": ("asks-question",),
        "scope_shrink": ("scope-shrink",),
        "planned_phase": (),
        "excuse": ("payment-excuse",),
        "asks_bank_details": ("asks-question",),
        "up_front": ("up-front",),
        "order": (),
        # work
        "blame": ("blame",),
        "complaint": ("complaint",),
        "how_question": ("asks-question",),
        "rush": ("rush",),
        "deadline": (),
        "scope_addition": ("scope-addition",),
        "separate_order": (),
        "command": ("command",),
        "polite_ask": (),
        "guilt": ("guilt",),
        "disappointment": (),
        "accepts_delivery": ("agreement",),
        "task_done": (),
        "delays_task": (),
        "introduces": (),
        "upsell_refused": (),
    }
)
SAID_BY_US: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "our_reply": (),
        "our_question": ("asks-question",),
        "alternative": ("offers-alternative",),
        "remote": ("offers-remote",),
        "confirms_time": (),
        "we_move": ("conciliatory", "offers-alternative"),
        "minutes": ("sends-minutes",),
        "proposal": (),
        "firm_price": (),
        "concession": ("concession",),
        "clarifies": (),
        "polite_reply": (),
        "invoice": (),
        "reminder": (),
        "chase": (),
        "asks_task": (),
        "progress": (),
        "delivery": (),
        "conciliatory": ("conciliatory",),
        "help": ("offers-help",),
        "upsell": (),
    }
)
NOTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "note_call": (),
        "note_meeting": (),
        "note_work": (),
        "note_lost": (),
        "note_closing": (),
    }
)
CUES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType({**SAID_BY_CLIENT, **SAID_BY_US, **NOTED})
