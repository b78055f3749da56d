"""Runs sdks_node.mjs, SDKs for Node, against porticod in front of a scripted provider."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import gateway
import isolation
from gateway import KEY, Gateway
from scripted import ARGUMENTS, Call, ScriptedProvider, TEXT

LIMIT_S = 150
PACKAGES = ("openai", "@anthropic-ai/sdk", "@google/genai", "ai", "@ai-sdk/openai-compatible", "@ai-sdk/anthropic",
            "@ai-sdk/google")


def script(request):
    """As weather_script, but JavaScript rounds the large number that comes back."""
    if "get_weather" not in request.tools:
        return TEXT
    if not request.results:
        return Call("get_weather", ARGUMENTS)
    given = {**json.loads(ARGUMENTS), "big": 0}
    came_back = {**request.arguments[-1], "big": 0}
    if came_back != given:
        raise ValueError(f"the call came back as {request.arguments[-1]}")
    return f"It is {request.results[-1][1]}."


def run(program):
    packages = os.environ.get("PORTICO_TEST_NODE_MODULES", "")
    node = shutil.which("node")
    if not node:
        gateway.skip("node is not installed")
    missing = [name for name in PACKAGES if not os.path.isdir(os.path.join(packages, name))]
    if missing:
        gateway.skip(f"PORTICO_TEST_NODE_MODULES names no folder with {', '.join(missing)}")
    isolation.leave_network()
    provider = ScriptedProvider(script)
    served = Gateway(program, f"model_list:\n{provider.rows(['m'])}general_settings: {{master_key: {KEY}}}\n").start()
    try:
        with tempfile.TemporaryDirectory() as home:
            file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sdks_node.mjs")
            done = subprocess.run([node, file, served.base, KEY, packages], check=False, timeout=LIMIT_S,
                                  env=isolation.program_environment(home))
        for problem in provider.problems:
            print(f"FAILED: the provider was sent what it refuses: {problem}")
        return 1 if done.returncode or provider.problems else 0
    finally:
        served.close()
        provider.close()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
