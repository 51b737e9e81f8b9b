"""A mapping made by hand: what other programs export is proposed, doubts are asked, it is kept."""

import tomllib

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.contract import ENGAGEMENTS
from data.errors import DataRefused
from data.hand_mapping import declared, folder_of, kept_for, mapping_of, read_rows, save
from data.mapping import load
from data.parse import parse
from data.proposal import COLUMNS, Chosen, chosen, fitting, propose, unsettled
from data.reading import Reading
from data.sources.csv_source import read_csv
from data.toml_text import toml_text

HUBSPOT = """Record ID,Activity type,hs_timestamp,Email direction,Associated Deal,Body,Lost reason
1,Email,2026-03-02T09:00:00Z,INCOMING_EMAIL,Roof,Hello,too dear
2,Email,2026-03-03T09:00:00Z,EMAIL,Roof,Offer,
3,Call,2026-03-04T09:00:00Z,EMAIL,Roof,Rang,
"""
SALESFORCE = """Activity ID;Account Name;Type;Call Type;Activity Date;CallDurationInSeconds;Comments
A;Ann Ltd;Call;Inbound;13.03.2026;120;Asked for a price
B;Ann Ltd;Call;Outbound;14.03.2026;60;Told it
"""
PIPEDRIVE = """ID,Type,Done,Marked as done time,Due date,Deal - Title,Organization,Deal - Value,Note
7,Meeting,Done,2026-03-02 10:00,2026-02-27 10:00,Roof,Ann Ltd,"1,200.50",Held it
8,Meeting,Done,2026-03-09 10:00,2026-03-09 10:00,Roof,Ann Ltd,"1,300.50",Held it
"""
RUSSIAN = """Дата;Тип;Направление;Клиент;Сумма сделки;Текст
02.03.2026 10:12;Письмо;Входящее;Анна;1 200,50;Привет
03.03.2026 10:12;Звонок;Исходящее;Анна;1 300,50;Перезвонили
"""


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "export.csv"
        path.write_text(text, encoding)
        return path, read_csv(path)

    return write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HUBSPOT,
            {
                "interaction_id": "Record ID",
                "kind": "Activity type",
                "occurred_at": "hs_timestamp",
                "direction": "Email direction",
                "engagement_id": "Associated Deal",
                "text": "Body",
            },
        ),
        (
            SALESFORCE,
            {
                "interaction_id": "Activity ID",
                "client_id": "Account Name",
                "kind": "Type",
                "direction": "Call Type",
                "occurred_at": "Activity Date",
                "duration_minutes": "CallDurationInSeconds",
                "text": "Comments",
            },
        ),
        (
            RUSSIAN,
            {
                "occurred_at": "Дата",
                "kind": "Тип",
                "direction": "Направление",
                "client_id": "Клиент",
                "expected_value": "Сумма сделки",
                "text": "Текст",
            },
        ),
    ],
)
def test_an_export_is_proposed_and_read_without_a_question(written, text, expected):
    path, raw = written(text)
    proposal = propose(raw, "Europe/Berlin")
    assert {name: choice.column for name, choice in proposal.items()} == expected
    assert unsettled(proposal) == []
    rows = read_rows(path, mapping_of(declared(proposal, "export", "Europe/Berlin")))
    assert rows.interactions.accepted.num_rows == raw.rows
    assert rows.interactions.set_aside.num_rows == 0


def test_seconds_become_minutes_and_a_day_without_a_clock_begins_at_midnight_here(written):
    path, raw = written(SALESFORCE)
    mapping = mapping_of(declared(propose(raw, "Europe/Berlin"), "s", "Europe/Berlin"))
    first = read_rows(path, mapping).interactions.accepted.to_pylist()[0]
    assert first["duration_minutes"] == 2
    assert first["occurred_at"].isoformat() == "2026-03-12T23:00:00+00:00"
    assert (first["engagement_id"], first["direction"]) == ("Ann Ltd", "inbound")


def test_due_is_not_done_and_what_tells_the_outcome_is_never_taken(written):
    _, raw = written(PIPEDRIVE)
    proposal = propose(raw, "UTC")
    assert proposal["occurred_at"].column == "Marked as done time"
    assert proposal["scheduled_for"].column == "Due date"
    _, raw = written(HUBSPOT)
    assert "Lost reason" not in {choice.column for choice in propose(raw, "UTC").values()}


def test_a_status_is_only_what_its_kind_can_have(written):
    path, raw = written(
        "Date,Type,Direction,Outcome\n2026-03-02 10:00,Meeting,in,COMPLETED\n"
        "2026-03-03 10:00,Email,in,COMPLETED\n2026-03-04 10:00,Task,in,COMPLETED\n"
    )
    proposal = propose(raw, "UTC")
    assert proposal["status"].words == {"meeting: COMPLETED": "held", "task: COMPLETED": "done"}
    rows = read_rows(path, mapping_of(declared(proposal, "x", "UTC"))).interactions
    found = dict(
        zip(*(rows.accepted[name].to_pylist() for name in ("kind", "status")), strict=True)
    )
    assert found == {"meeting": "held", "message": None, "task": "done"}


def test_the_prospects_of_a_file_come_with_what_it_says_of_them(written):
    path, raw = written(PIPEDRIVE)
    proposal = propose(raw, "UTC") | {"direction": Chosen(value="internal")}
    rows = read_rows(path, mapping_of(declared(proposal, "x", "UTC")))
    (deal,) = rows.engagements.accepted.select(ENGAGEMENTS.names[:5]).to_pylist()
    assert (deal["engagement_id"], deal["client_id"]) == ("Roof", "Ann Ltd")
    assert str(deal["expected_value"]) == "1300.5000"
    assert deal["opened_at"].isoformat() == "2026-03-02T10:00:00+00:00"


def test_what_can_be_read_in_two_ways_is_asked(written):
    _, raw = written('Date,Direction,Amount\n3/4/2026,in,"1,234"\n5/4/2026,out,"2,500"\n')
    proposal = propose(raw, "UTC")
    assert unsettled(proposal) == ["occurred_at", "amount"]
    assert [each.format for each in proposal["occurred_at"].readings] == ["%m/%d/%Y"]
    settled = 'Date,Direction,Amount\n3/4/2026,in,"1,234.5"\n25/4/2026,out,"2,500"\n'
    proposal = propose(written(settled)[1], "UTC")
    assert unsettled(proposal) == []
    assert proposal["occurred_at"].reading.format == "%d/%m/%Y"
    assert proposal["amount"].reading == Reading(decimal=".", thousands=",")


def test_what_no_heading_tells_is_left_open(written):
    _, raw = written("A,B\n1,2\n")
    assert unsettled(propose(raw, "UTC")) == ["occurred_at", "direction"]


def test_a_word_nobody_mapped_sets_its_row_aside_with_the_reason(written):
    path, raw = written(
        "Date,Type,Direction\n2026-03-02 10:00,Email,in\n2026-03-02 11:00,Yoga,in\n"
    )
    proposal = propose(raw, "UTC")
    assert proposal["kind"].words == {"Email": "message", "Yoga": ""}
    rows = read_rows(path, mapping_of(declared(proposal, "x", "UTC")))
    assert rows.set_aside["line"].to_pylist() == [3]
    assert rows.interactions.read == 2


def test_a_column_of_senders_is_mapped_person_by_person(written):
    path, raw = written("Date,From\n2026-03-02 10:00,ann@b.org\n2026-03-02 11:00,me@us.org\n")
    proposal = propose(raw, "UTC")
    assert unsettled(proposal) == ["direction"]
    people = chosen(raw, "direction", "From", "UTC")
    assert people.words == {"ann@b.org": "", "me@us.org": ""}
    words = {"ann@b.org": "inbound", "me@us.org": "outbound"}
    tables = declared(proposal | {"direction": Chosen("From", words=words)}, "x", "UTC")
    read = read_rows(path, mapping_of(tables)).interactions.accepted
    assert read["direction"].to_pylist() == ["inbound", "outbound"]


def test_a_kept_mapping_is_found_by_the_next_file_with_these_columns(tmp_path, written):
    path, raw = written(RUSSIAN)
    tables = declared(propose(raw, "Europe/Berlin"), "Наша CRM", "Europe/Berlin")
    folder = folder_of(tmp_path / "book")
    assert kept_for(folder, raw.columns) == []
    kept = save(folder, tables)
    (found,) = kept_for(folder, [*raw.columns, "one more"])
    assert found.name == "Наша CRM"
    assert kept_for(folder, ["Дата"]) == []
    by_hand = read_rows(path, mapping_of(tables)).interactions.accepted
    assert read_rows(path, load(kept)).interactions.accepted == by_hand


def test_a_mapping_that_somebody_broke_is_asked_for_again(tmp_path, written):
    _, raw = written(RUSSIAN)
    kept = save(tmp_path, declared(propose(raw, "UTC"), "x", "UTC"))
    kept.write_text("[source", "utf-8")
    assert kept_for(tmp_path, raw.columns) == []


def test_a_name_of_signs_only_is_refused_and_no_name_leaves_the_folder(tmp_path, written):
    _, raw = written(RUSSIAN)
    with pytest.raises(DataRefused, match="no name"):
        save(tmp_path, declared(propose(raw, "UTC"), "../..", "UTC"))
    assert save(tmp_path, declared(propose(raw, "UTC"), "../a/b", "UTC")).parent == tmp_path


KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = KEYS | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(KEYS, VALUES | st.lists(KEYS) | st.dictionaries(KEYS, KEYS)))
def test_any_table_comes_back_from_its_toml(table):
    tables = {"source": {"name": "x"}, "interactions": [{"columns": table}]}
    assert tomllib.loads(toml_text(tables)) == tables


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.text("0123456789.,/- :", max_size=12), max_size=6),
    st.sampled_from(["occurred_at", "amount"]),
)
def test_readings_that_are_offered_really_differ(values, name):
    array = pa.array(values, pa.string())
    readings = fitting(COLUMNS[name], array, "UTC")
    told = [parse(COLUMNS[name], array, reading)[0].to_pylist() for reading in readings]
    assert all(told[at] not in told[:at] for at in range(len(told)))
