"""A mapping does what it says, and a slip in it is named."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from data.errors import DataRefused
from data.mapping import SHIPPED, find, load
from data.readers import read_table

GOOD = """
[source]
name = "crm"
timezone = "Europe/Berlin"
delimiter = ";"

[[interactions]]
where = { type = ["Mail", "Call"] }
[interactions.columns]
interaction_id = { template = "{no}-{type}" }
engagement_id = "deal"
client_id = "firm"
occurred_at = { column = "when", format = "%d.%m.%Y %H:%M" }
kind = { column = "type", words = { Mail = "message", Call = "call" } }
direction = { column = "way", words = { in = "inbound", out = "outbound" } }
duration_minutes = { column = "ms", scale = 0.0000166666666666666667 }
amount = { column = "sum", decimal = ",", thousands = "." }
channel = { column = "type", words = { Mail = "email" }, otherwise = "" }

[[interactions]]
where = { type = "Call" }
unless = { paid = "" }
[interactions.columns]
interaction_id = { template = "{no}-paid" }
engagement_id = "deal"
client_id = "firm"
occurred_at = { column = "paid", format = "%d.%m.%Y %H:%M" }
kind = { value = "payment" }
direction = { value = "inbound" }
refers_to = { template = "{no}-{type}" }
"""
SOURCE = """no;deal;firm;when;type;way;ms;sum;paid
1;d1;f1;05.01.2024 12:00;Mail;in;;1.234,50;
2;d1;f1;05.07.2024 12:00;Call;out;90000;;06.07.2024 12:00
3;d1;f1;05.07.2024 12:00;Fax;out;;;
4;d1;f1;05.07.2024 12:00;Mail;sideways;;;
5;d1;f1;31.03.2024 02:30;Mail;in;;;
6;d1;f1;05.07.2024 12:00;Mail;in;;1234.5;
"""


@pytest.fixture
def crm(tmp_path):
    path = tmp_path / "crm.csv"
    path.write_text(SOURCE)
    return path


def test_a_mapping_translates_words_times_numbers_and_constants(crm, mapping_file):
    read = read_table(crm, "interactions", load(mapping_file(GOOD)))
    mail, call, payment = read.accepted.to_pylist()
    assert mail["interaction_id"] == "1-Mail"
    assert mail["occurred_at"] == datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert mail["amount"] == Decimal("1234.5")
    assert (mail["channel"], call["channel"]) == ("email", None)
    assert call["duration_minutes"] == pytest.approx(1.5)
    assert (payment["kind"], payment["refers_to"]) == ("payment", "2-Call")
    assert payment["occurred_at"] == datetime(2024, 7, 6, 10, tzinfo=UTC)


def test_a_row_no_block_takes_a_strange_word_and_a_lost_hour_are_set_aside(crm, mapping_file):
    read = read_table(crm, "interactions", load(mapping_file(GOOD)))
    aside = {row["line"]: row for row in read.set_aside.to_pylist()}
    assert "no [[interactions]] block" in aside[4]["reason"]
    assert (aside[5]["column"], aside[5]["value"]) == ("direction", "sideways")
    assert "clocks changed" in aside[6]["reason"]
    assert (aside[7]["column"], aside[7]["value"]) == ("amount", "1234.5")
    assert read.read == read.accepted.num_rows + len(aside) == 7


def test_a_decimal_comma_with_a_stray_point_is_not_guessed(crm, mapping_file):
    text = GOOD.replace(', thousands = "."', "")
    read = read_table(crm, "interactions", load(mapping_file(text)))
    aside = {row["line"]: row for row in read.set_aside.to_pylist()}
    assert aside[2]["reason"] == "is not a number"


SLIPS = [
    ("[source]", "[sorce]", "unknown key 'sorce'; did you mean source"),
    ('name = "crm"', 'nam = "crm"', "unknown key 'nam'; did you mean name"),
    ('"Europe/Berlin"', '"Europe/Berln"', "timezone = 'Europe/Berln' is unknown"),
    ('delimiter = ";"', 'delimiter = ";;"', "delimiter must be one character"),
    ('delimiter = ";"', 'encoding = "utf8000"', "encoding = 'utf8000' is unknown"),
    ('delimiter = ";"', 'format = "excel"', "format = 'excel' is unknown; use one of: csv"),
    ('delimiter = ";"', 'currency = "euro"', "currency must be an ISO 4217 code"),
    ("occurred_at =", "occured_at =", "unknown key 'occured_at'; did you mean occurred_at"),
    ('client_id = "firm"', "", "says nothing of client_id"),
    ("decimal =", "decimals =", "unknown key 'decimals'; did you mean decimal"),
    ('{ value = "payment" }', '{ value = "payment", column = "type" }', "needs exactly one of"),
    ('{ value = "payment" }', "7", "must be a table"),
    ('{ value = "payment" }', "{ value = 7 }", "must be text in quotes"),
    ('{ value = "payment" }', '{ last = "type" }', "need group_by"),
    ("scale = 0.0000166666666666666667", 'scale = "x"', "scale must be a number"),
    (
        'engagement_id = "deal"',
        'engagement_id = "dael"',
        "the column 'dael', not found in crm.csv; did you mean deal",
    ),
    ("{no}-{type}", "{nr}-{type}", "the column 'nr', not found in crm.csv"),
    ("where = { type", "where = { typ", "takes where from the column 'typ'"),
    ("%d.%m.%Y %H:%M", "%d.%Q.%Y", "format = '%d.%Q.%Y' is unknown"),
    (
        '{ value = "payment" }',
        '{ value = "paymint" }',
        "can never be 'paymint'; did you mean payment",
    ),
    ('Mail = "message"', 'Mail = "mesage"', "can never be 'mesage'; did you mean message"),
    ('{ value = "payment" }', '{ value = "payment", scale = 2 }', "scale is only for numbers"),
    (
        '{ value = "payment" }',
        '{ column = "type", otherwise = "note" }',
        "only for rules with words",
    ),
    ("[source]", "[interaction]\n[source]", "unknown key 'interaction'; did you mean interactions"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "message"), SLIPS, ids=[message for _, _, message in SLIPS]
)
def test_a_slip_is_refused_in_one_line_that_names_it(crm, mapping_file, right, wrong, message):
    assert right in GOOD
    with pytest.raises(DataRefused) as refused:
        read_table(crm, "interactions", load(mapping_file(GOOD.replace(right, wrong, 1))))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_optional_column_may_be_absent(crm, mapping_file):
    rule = 'text = { column = "body", optional = true }\n'
    text = GOOD.replace('engagement_id = "deal"\n', f'engagement_id = "deal"\n{rule}', 1)
    assert (
        read_table(crm, "interactions", load(mapping_file(text))).accepted["text"].null_count == 3
    )


def test_a_table_the_mapping_does_not_make_is_refused(crm, mapping_file):
    with pytest.raises(DataRefused, match="makes no engagements"):
        read_table(crm, "engagements", load(mapping_file(GOOD)))


def test_an_unknown_mapping_lists_those_shipped():
    with pytest.raises(
        DataRefused,
        match="bohanec_b2b, bpic2012, bpic2012_cancelled, craigslist_bargain, ibm_accounts",
    ):
        find("bpic2013")


GROUPED = """
[engagements]
group_by = "deal"
unless = { step = "test" }
[engagements.columns]
engagement_id = "deal"
client_id = "firm"
opened_at = { first = "when" }
closed_at = { first = "when", where = { step = ["won", "lost"] } }
paid_off = { last = "step", words = { won = "true", lost = "false" }, otherwise = "" }
"""


def test_engagements_come_out_of_event_rows(tmp_path, mapping_file):
    (tmp_path / "events.csv").write_text(
        "deal,firm,when,step\n"
        "d2,f2,2024-01-02T00:00:00Z,ask\n"
        "d1,f1,2024-01-01T00:00:00Z,ask\n"
        "d2,f2,2024-01-03T00:00:00Z,won\n"
        "d2,f2,2024-01-04T00:00:00Z,lost\n"
        ",f3,2024-01-04T00:00:00Z,ask\n"
        "d4,f4,2024-01-04T00:00:00Z,test\n"
        "d1,f1,2024-01-05T00:00:00Z,ask\n"
    )
    read = read_table(tmp_path / "events.csv", "engagements", load(mapping_file(GROUPED)))
    by_id = {row["engagement_id"]: row for row in read.accepted.to_pylist()}
    assert by_id["d2"]["opened_at"] == datetime(2024, 1, 2, tzinfo=UTC)
    assert by_id["d2"]["closed_at"] == datetime(2024, 1, 3, tzinfo=UTC)
    assert by_id["d2"]["paid_off"] is False
    assert (by_id["d1"]["closed_at"], by_id["d1"]["paid_off"]) == (None, None)
    assert read.set_aside["line"].to_pylist() == [6, 7]
    assert read.read == 4


def test_a_query_feeds_a_mapping(tmp_path, mapping_file):
    database = sqlite3.connect(tmp_path / "crm.db")
    database.execute("create table deals (id, firm, begun)")
    database.execute("insert into deals values (7, 'f', '2024-01-01 10:00:00'), (8, 'f', null)")
    database.commit()
    database.close()
    mapping = load(
        mapping_file(
            '[source]\nformat = "sql"\ntimezone = "UTC"\n'
            '[engagements]\nquery = "select id, firm as client, begun from deals"\n'
            '[engagements.columns]\nengagement_id = "id"\n'
            'client_id = "client"\nopened_at = "begun"\n'
        )
    )
    read = read_table(f"sqlite:///{tmp_path / 'crm.db'}", "engagements", mapping)
    assert read.accepted["engagement_id"].to_pylist() == ["7"]
    assert read.set_aside["line"].to_pylist() == [2]


def test_the_example_in_the_guide_is_a_mapping_that_works(tmp_path, mapping_file):
    guide = (SHIPPED / "README.md").read_text(encoding="utf-8")
    example = load(mapping_file(guide.split("```toml\n")[1].split("```")[0]))
    (tmp_path / "crm.csv").write_bytes(
        "Id;Type;Done;Deal;Company;Incoming;Seconds;Value;Created;Stage\n"
        "1;E-mail;05.01.2024 12:00;d1;Ёлка;yes;;1.000,5;01.01.2024 09:00;Open\n"
        "2;Call;07.01.2024 12:00;d1;Ёлка;no;90;;01.01.2024 09:00;Won\n".encode("cp1251")
    )
    read = read_table(tmp_path / "crm.csv", "interactions", example)
    assert read.accepted["direction"].to_pylist() == ["inbound", "outbound"]
    assert read.accepted["client_id"].to_pylist() == ["Ёлка", "Ёлка"]
    (deal,) = read_table(tmp_path / "crm.csv", "engagements", example).accepted.to_pylist()
    assert (deal["paid_off"], deal["closed_at"]) == (True, datetime(2024, 1, 7, 11, tzinfo=UTC))


def test_a_mapping_on_another_changes_what_it_names_and_nothing_else(tmp_path):
    (tmp_path / "base.toml").write_text(GOOD + GROUPED)
    (tmp_path / "on.toml").write_text(
        'extends = "base.toml"\n[source]\nname = "other"\n'
        '[engagements.columns.paid_off.words]\nlost = "true"\npaused = "false"\n'
    )
    base, on = load(tmp_path / "base.toml"), load(tmp_path / "on.toml")
    assert (on.name, on.timezone, on.delimiter) == ("other", base.timezone, base.delimiter)
    assert on.blocks_of("interactions") == base.blocks_of("interactions")
    (before,), (after,) = base.blocks_of("engagements"), on.blocks_of("engagements")
    assert before.columns["paid_off"].reading.words == {"won": "true", "lost": "false"}
    assert after.columns["paid_off"].reading.words == {
        "won": "true",
        "lost": "true",
        "paused": "false",
    }
    unchanged = before.columns.keys() - {"paid_off"}
    assert {name: after.columns[name] for name in unchanged} == {
        name: before.columns[name] for name in unchanged
    }


def test_blocks_of_a_list_are_replaced_as_a_whole(tmp_path):
    (tmp_path / "base.toml").write_text(GOOD)
    only = GOOD.rpartition("[[interactions]]")
    (tmp_path / "on.toml").write_text(f'extends = "base.toml"\n{only[1]}{only[2]}')
    assert load(tmp_path / "on.toml").blocks == load(tmp_path / "base.toml").blocks[1:]


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ('extends = "on.toml"', "the mapping extends itself"),
        ('extends = "round.toml"', "the mapping extends itself"),
        ("extends = 7", "extends must be text in quotes"),
        ('extends = "bpic2013"', "there is no mapping called bpic2013"),
        ('extends = "gone.toml"', "the mapping cannot be read"),
        ('extend = "bpic2012"', "unknown key 'extend'; did you mean extends"),
    ],
)
def test_a_mapping_on_nothing_is_refused_in_one_line(tmp_path, extends, message):
    (tmp_path / "on.toml").write_text(extends)
    (tmp_path / "round.toml").write_text('extends = "on.toml"')
    with pytest.raises(DataRefused) as refused:
        load(tmp_path / "on.toml")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
