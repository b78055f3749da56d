"""Runs clients_node.mjs, the official OpenAI client for Node, against porticod in front of a scripted provider."""
import os
import shutil
import subprocess
import sys

import gateway
from gateway import KEY, Gateway, deployment
from upstream import Upstream

LIMIT_S = 90


def config(base):
    rows = [deployment(name, name, base) for name in ("plain", "tools", "cut", "endless")]
    rows.append(deployment("short", "slow-3000", base, "timeout: 0.3"))
    rows.append("  - model_name: mocked\n    litellm_params: {model: openai/gpt-4o, mock_response: "
                "'A mock answer that is longer than twenty characters.'}\n")
    return "model_list:\n" + "".join(rows) + f"general_settings: {{master_key: {KEY}}}\n"


def run(program):
    packages = os.environ.get("PORTICO_TEST_NODE_MODULES", "")
    node = shutil.which("node")
    if not node:
        gateway.skip("node is not installed")
    if not os.path.isdir(os.path.join(packages, "openai")):
        gateway.skip("PORTICO_TEST_NODE_MODULES names no folder with the openai package for Node")
    upstream = Upstream()
    served = Gateway(program, config(upstream.base)).start()
    try:
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clients_node.mjs")
        done = subprocess.run([node, script, served.base, KEY, packages], env=served.environment, check=False,
                              timeout=LIMIT_S)
        if done.returncode:
            return 1
        endless = upstream.last("endless")
        if not endless.closed.wait(5):
            print("FAILED: the provider was not told that the client left")
            return 1
        return 0
    finally:
        served.close()
        upstream.close()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
