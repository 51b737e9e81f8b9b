import subprocess
import sys
import tomllib

from app.serve import PROJECT, command, environment


def test_every_setting_reaches_the_server_from_any_folder(tmp_path):
    flags = command(8599)[5:]
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show", *flags],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    in_force = tomllib.loads(shown[shown.index("[global]") :])
    wanted = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    for section, settings in wanted.items():
        for name, value in settings.items():
            found = in_force[section][name]
            if isinstance(value, dict):  # Streamlit lists the sections below, too
                found = {key: found[key] for key in value}
            assert found == value, f"{section}.{name}"
    assert in_force["server"]["port"] == 8599


def test_only_this_machine_is_served_and_nothing_is_reported_to_anybody():
    wanted = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert wanted["server"]["address"] == "127.0.0.1"
    assert wanted["server"]["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert wanted["browser"]["gatherUsageStats"] is False
    assert wanted["client"]["showErrorDetails"] == "none"
    assert wanted["client"]["disableDataExport"] is True


def test_the_server_finds_the_book_and_the_packages(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "mine")
    monkeypatch.chdir(tmp_path)
    found = environment("a book")
    assert found["CLIENTRISK_BOOK"] == str(tmp_path / "a book")
    assert found["PYTHONPATH"].startswith(str(PROJECT))
    assert found["PYTHONPATH"].endswith("mine")
