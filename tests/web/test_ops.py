"""The answers to machines, and problem+json for all that no page answers."""

from __future__ import annotations

from flask import Flask


def test_the_server_tells_that_it_lives_and_can_work(admin_app: Flask) -> None:
    client = admin_app.test_client()
    assert client.get("/healthz").data == b"alive\n"
    assert client.get("/readyz").status_code == 200


def test_it_is_alive_but_not_ready_without_its_tables(admin_app: Flask, admin_services) -> None:
    with admin_services.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    client = admin_app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "cookieguard db upgrade" in answer.get_json(force=True)["detail"]


def test_an_unknown_address_gets_a_problem_with_a_code(admin_app: Flask) -> None:
    answer = admin_app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True)["code"] == "not-found"


def test_a_wrong_method_gets_a_problem_with_a_code(admin_app: Flask) -> None:
    answer = admin_app.test_client().post("/healthz")
    assert answer.status_code == 405
    assert answer.get_json(force=True)["status"] == 405
