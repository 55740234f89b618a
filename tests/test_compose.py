"""docker-compose.yml: valid, closed to the outside, silent, and without a password in it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
SCHEMA = json.loads((ROOT / "tests" / "files" / "compose_spec" / "schema.json").read_text("utf-8"))
SPECIFICATION = jsonschema.Draft7Validator(SCHEMA)
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
EVERY_SERVICE = pytest.mark.parametrize("name", sorted(SERVICES))


def environment(name: str) -> dict[str, str]:
    return SERVICES[name].get("environment", {})


def test_it_follows_the_compose_specification() -> None:
    SPECIFICATION.validate(yaml.safe_load(COMPOSE.read_text("utf-8")))


def test_the_specification_would_notice_a_mistake() -> None:
    broken = yaml.safe_load(COMPOSE.read_text("utf-8"))
    broken["services"]["postgres"]["helthcheck"] = {}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        SPECIFICATION.validate(broken)


def test_docker_reads_it() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode != 0:
        pytest.skip("docker compose is not installed; the schema was checked all the same")
    passwords = dict.fromkeys(("ELASTIC_PASSWORD", "POSTGRES_PASSWORD", "PREFECT_PASSWORD"), "x")
    command = [docker, "compose", "--file", str(COMPOSE), "--profile", "app", "config", "--quiet"]
    done = subprocess.run(command, env=dict(os.environ, **passwords), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_the_issue_asks_for_is_there() -> None:
    assert {"elasticsearch", "postgres", "prefect", "worker", "app"} == set(SERVICES)


@EVERY_SERVICE
def test_it_listens_on_loopback_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port), f"{name} publishes {port}"
    assert SERVICES[name].get("network_mode") is None


@EVERY_SERVICE
def test_what_publishes_no_port_has_no_way_out(name: str) -> None:
    networks = yaml.safe_load(COMPOSE.read_text("utf-8"))["networks"]
    reached = {network for network in SERVICES[name]["networks"] if not (networks[network] or {}).get("internal")}
    assert not reached or SERVICES[name].get("ports"), f"{name} reaches {reached}"


@EVERY_SERVICE
def test_it_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@EVERY_SERVICE
def test_it_waits_for_healthy_servers(name: str) -> None:
    waits = SERVICES[name].get("depends_on", {})
    assert all(wait["condition"] == "service_healthy" for wait in waits.values())
    assert set(waits) == ({"elasticsearch", "postgres", "prefect"} if name in ("worker", "app") else set())


@EVERY_SERVICE
def test_no_password_is_written_down(name: str) -> None:
    for key, value in environment(name).items():
        if re.search(r"PASSWORD|SECRET|TOKEN|AUTH_STRING", key):
            assert re.fullmatch(r"(\w+:)?\$\{[A-Z_]+_PASSWORD:\?[^}]+\}", value), f"{name}: {key}"
        for userinfo in re.findall(r"//([^/@]+)@", value):
            assert re.fullmatch(r"\w+:\$\{[A-Z_]+_PASSWORD:\?[^}]+\}", userinfo), f"{name}: {key}"


@EVERY_SERVICE
def test_its_image_is_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-\w+)?", SERVICES[name]["image"])


@EVERY_SERVICE
def test_it_cannot_gain_rights(name: str) -> None:
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]
    assert not SERVICES[name].get("privileged")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_silent(name: str) -> None:
    said = environment(name)
    assert said["DO_NOT_TRACK"] == "1"
    assert said["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_elasticsearch_is_silent_and_asks_for_a_password() -> None:
    said = environment("elasticsearch")
    assert said["ingest.geoip.downloader.enabled"] == "false"
    assert said["telemetry.tracing.enabled"] == said["telemetry.metrics.enabled"] == "false"
    assert said["xpack.security.enabled"] == "true"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_hold_nothing_but_their_volumes(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    papers = [volume for volume in SERVICES[name]["volumes"] if "/papers" in volume]
    assert all(volume.endswith(":ro") for volume in papers)


def test_the_image_is_pinned_and_its_user_has_no_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert bases
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base) for base in bases)
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")


def test_env_example_names_every_variable_and_no_password() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) == asked
    assert not any(value for name, value in given.items() if "PASSWORD" in name)


def test_passwords_never_reach_git_or_an_image() -> None:
    for name in (".gitignore", ".dockerignore"):
        assert ".env" in (ROOT / name).read_text("utf-8").split()
