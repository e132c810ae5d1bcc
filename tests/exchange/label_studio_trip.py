"""Takes tasks through a Label Studio server and back by its REST API.

Run as a program of its own: ADDRESS TOKEN TASKS CONFIGURATION TARGET. Tests themselves
may not use the network.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE = 180
"""Seconds that the server may take to make its database and start."""


def main(server: list[str], tasks: str, configuration: str, target: str) -> None:
    address, token = server
    wait(address)

    def call(path: str, body: object = None) -> Any:  # noqa: ANN401 - as it comes
        data = None if body is None else json.dumps(body).encode("utf-8")
        headers = {
            "Authorization": f"Token {token}",
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(f"{address}{path}", data, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    config = Path(configuration).read_text(encoding="utf-8")
    project = call("/api/projects", {"title": "solieu", "label_config": config})["id"]
    given = json.loads(Path(tasks).read_text(encoding="utf-8"))
    taken = call(f"/api/projects/{project}/import", given)
    export = "export?exportType=JSON&download_all_tasks=true"
    back = call(f"/api/projects/{project}/{export}")
    if taken["prediction_count"]:  # which an export names by number only
        back = [call(f"/api/tasks/{one['id']}") for one in back]
    Path(target).write_text(json.dumps(back), encoding="utf-8")
    sys.stdout.write(json.dumps(taken))


def wait(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(1)
        else:
            return


if __name__ == "__main__":
    main(sys.argv[1:3], *sys.argv[3:])
