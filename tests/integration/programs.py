"""Coding agents as people run them: one real task with a tool call, through porticod, against a scripted model.

Arguments: porticod, then claude, codex or gemini. Each program makes hello.txt by a tool of its own, natively and by
way of providers of other wire shapes.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import gateway
import isolation
from gateway import KEY, Gateway, wait_until
from scripted import INPUT_TOKENS, OUTPUT_TOKENS, Call, ScriptedProvider

LIMIT_S = 90
FILE = "hello.txt"
CONTENT = "made by a tool"
TASK = f"Create the file {FILE} in this folder with the content: {CONTENT}"
FINAL = "The file is there."
COMMAND = f"printf '{CONTENT}' > {FILE}"
# Names that Codex knows: it offers their tools inside the input, the main one as free text (JavaScript).
KNOWN_TO_CODEX = "gpt-6.2-sol"


def write_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)


class Claude:
    """@anthropic-ai/claude-code. Its package is a small script and the program itself, in a package per platform."""
    models = ("coder-messages", "coder-chat", "coder-gemini", "coder-responses")

    @staticmethod
    def program(packages):
        found = sorted(glob.glob(f"{packages}/@anthropic-ai/claude-code-linux-*/claude"), key=len)
        return found[0] if found else None

    @staticmethod
    def prepare(home, base, model, environment):
        environment.update(ANTHROPIC_BASE_URL=base, ANTHROPIC_AUTH_TOKEN=KEY, ANTHROPIC_MODEL=model,
                           ANTHROPIC_DEFAULT_HAIKU_MODEL=model, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
                           DISABLE_AUTOUPDATER="1", DISABLE_TELEMETRY="1", DISABLE_ERROR_REPORTING="1")
        return ["-p", TASK, "--allowedTools", "Write"]

    @staticmethod
    def call(request, folder):
        assert set(request.tools["Write"]["properties"]) >= {"file_path", "content"}, request.tools["Write"]
        return Call("Write", json.dumps({"file_path": f"{folder}/{FILE}", "content": CONTENT}))


class Codex:
    """@openai/codex."""
    models = ("coder-responses", "coder-chat", "coder-messages", "coder-gemini", KNOWN_TO_CODEX)

    @staticmethod
    def program(packages):
        path = f"{packages}/.bin/codex"
        return path if os.path.exists(path) else None

    @staticmethod
    def prepare(home, base, model, environment):
        environment.update(CODEX_HOME=f"{home}/.codex", PORTICO_KEY=KEY)
        os.makedirs(environment["CODEX_HOME"])
        with open(f"{home}/.codex/config.toml", "w", encoding="utf-8") as file:
            file.write(f'model = "{model}"\nmodel_provider = "portico"\napproval_policy = "never"\n'
                       'sandbox_mode = "danger-full-access"\ncheck_for_update_on_startup = false\n'
                       f'[model_providers.portico]\nname = "Portico"\nbase_url = "{base}/v1"\n'
                       'wire_api = "responses"\nenv_key = "PORTICO_KEY"\n[analytics]\nenabled = false\n')
        return ["exec", "--skip-git-repo-check", TASK]

    @staticmethod
    def call(request, folder):
        if "functions__exec" in request.tools:
            script = f"const done = await tools.exec_command({{cmd: {json.dumps(COMMAND)}}}); text(JSON.stringify(done));"
            return Call("functions__exec", json.dumps({"input": script}))
        assert "cmd" in request.tools["exec_command"]["properties"], request.tools["exec_command"]
        return Call("exec_command", json.dumps({"cmd": COMMAND}))


class Gemini:
    """@google/gemini-cli."""
    models = ("coder-gemini", "coder-chat", "coder-messages")

    @staticmethod
    def program(packages):
        path = f"{packages}/.bin/gemini"
        return path if os.path.exists(path) else None

    @staticmethod
    def prepare(home, base, model, environment):
        environment.update(GOOGLE_GEMINI_BASE_URL=base, GEMINI_API_KEY=KEY, GEMINI_MODEL=model,
                           GEMINI_TELEMETRY_ENABLED="false")
        write_json(f"{home}/.gemini/settings.json", {
            "security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": False}},
            "privacy": {"usageStatisticsEnabled": False}, "telemetry": {"enabled": False},
            "general": {"disableAutoUpdate": True, "disableUpdateNag": True}})
        return ["--approval-mode", "yolo", "-p", TASK]

    @staticmethod
    def call(request, folder):
        return Call("write_file", json.dumps({"file_path": f"{folder}/{FILE}", "content": CONTENT}))


class Program(unittest.TestCase):
    kind = None
    path = None

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.home.name, "work")
        os.makedirs(self.folder)
        self.provider = ScriptedProvider(self.script)
        rows = self.provider.rows(["coder"])
        rows += (f"  - model_name: {KNOWN_TO_CODEX}\n    litellm_params: {{model: custom_openai/coder, "
                 f"api_base: '{self.provider.root}/v1', api_key: sk-upstream}}\n")
        self.gateway = Gateway(sys.argv[1], f"model_list:\n{rows}litellm_settings: {{drop_params: true}}\n"
                               f"general_settings: {{master_key: {KEY}}}\n").start()

    def tearDown(self):
        self.gateway.close()
        self.provider.close()
        self.home.cleanup()

    def script(self, request):
        if TASK not in request.said("user"):
            return "A title."  # Questions beside the task.
        return FINAL if request.results else self.kind.call(request, self.folder)

    def does_the_task(self, model):
        environment = isolation.program_environment(self.home.name)
        arguments = self.kind.prepare(self.home.name, self.gateway.base, model, environment)
        done = subprocess.run([self.path, *arguments], env=environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=False)
        told = f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}\n{self.gateway.text()[-2000:]}"
        self.assertEqual(self.provider.problems, [], told)
        self.assertEqual(done.returncode, 0, told)
        self.assertIn(FINAL, done.stdout, told)
        with open(os.path.join(self.folder, FILE), encoding="utf-8") as file:
            self.assertEqual(file.read().rstrip("\n"), CONTENT)
        asked = len(self.provider.requests)
        self.assertGreaterEqual(asked, 2)
        wait_until(lambda: len(self.gateway.json("GET", "/spend/logs")) >= asked, f"the ledger has {asked} rows")
        for row in self.gateway.json("GET", "/spend/logs"):
            self.assertEqual((row["model_group"], row["prompt_tokens"], row["completion_tokens"], row["status"]),
                             (model, INPUT_TOKENS, OUTPUT_TOKENS, "success"))


def main():
    name = sys.argv.pop(2)
    kind = {"claude": Claude, "codex": Codex, "gemini": Gemini}[name]
    packages = os.environ.get("PORTICO_TEST_PROGRAMS", "")
    path = kind.program(packages)
    if not path:
        gateway.skip(f"PORTICO_TEST_PROGRAMS names no folder with {kind.__doc__.split()[0].rstrip('.')}")
    if not shutil.which("node"):
        gateway.skip("node is not installed")
    isolation.leave_network()
    Program.kind, Program.path = kind, path
    for model in kind.models:
        def test(self, model=model):
            self.does_the_task(model)
        setattr(Program, "test_does_a_task_with_" + model.replace("-", "_").replace(".", "_"), test)
    gateway.main()


if __name__ == "__main__":
    main()
