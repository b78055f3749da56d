"""Coding agents as "porticod clients" connects them: one real task each, with nothing but the files that it has changed.

Arguments: porticod, then aider, claude, codex or gemini. What its user has in those files stays, byte for byte; the ledger
names the client's own key; the files are back as they were at the end. "launch" does the same without any file.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import gateway
import isolation
import programs
from gateway import KEY, Gateway, wait_until
from programs import FILE, CONTENT, FINAL, LIMIT_S, TASK
from scripted import ScriptedProvider

MODEL = "coder-chat"
# What their users need to run them without a terminal, in the files that are changed; with comments and odd order.
CODEX = ('# mine\napproval_policy = "never"   # keep\nsandbox_mode = "danger-full-access"\nmodel_reasoning_effort = \'low\'\n'
         'check_for_update_on_startup = false\n\n[analytics]\nenabled = false\n')
CLAUDE = ('{\n  "includeCoAuthoredBy":   false,\n  "env": { "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",\n'
          '    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1" },\n  "permissions": { "allow": ["Write"] }\n}\n')
GEMINI = ('{\n  // mine\n  "privacy": {"usageStatisticsEnabled": false},\n  "telemetry": {"enabled": false},\n'
          '  "security": {"folderTrust": {"enabled": false}},\n'
          '  "general": {"disableAutoUpdate": true, "disableUpdateNag": true, "enableAutoUpdate": false}\n}\n')
AIDER = "# mine\nanalytics-disable: true\ncheck-update: false   # keep\ngit: false\n"


class Client:
    """id: of the catalogue; files: by their path in the home folder; arguments: of the program itself."""

    def __init__(self, kind, name, files, arguments, launched):
        self.kind, self.id, self.files, self.arguments, self.launched = kind, name, files, arguments, launched


CLIENTS = {
    "claude": Client(programs.Claude, "claude-code", {".claude/settings.json": CLAUDE},
                     ["-p", TASK, "--allowedTools", "Write"], ["-p", TASK, "--allowedTools", "Write"]),
    "codex": Client(programs.Codex, "codex", {".codex/config.toml": CODEX}, ["exec", "--skip-git-repo-check", TASK],
                    ["exec", "--skip-git-repo-check", TASK]),
    "gemini": Client(programs.Gemini, "gemini-cli", {".gemini/settings.json": GEMINI, ".gemini/.env": "# mine\nFOO=1\n"},
                     ["--approval-mode", "yolo", "-p", TASK],
                     # Launched, it has settings of its own, which know no folder that is trusted.
                     ["--skip-trust", "--approval-mode", "yolo", "-p", TASK]),
    "aider": Client(programs.Aider, "aider", {".aider.conf.yml": AIDER},
                    ["--edit-format", "whole", "--yes-always", "--no-show-model-warnings", "--no-pretty", "--no-detect-urls",
                     "--message", TASK, FILE],
                    ["--edit-format", "whole", "--yes-always", "--no-show-model-warnings", "--no-pretty", "--no-detect-urls",
                     "--message", TASK, FILE]),
}


class ClientPrograms(unittest.TestCase):
    client = None
    path = None

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.home.name, "work")
        os.makedirs(self.folder)
        self.provider = ScriptedProvider(self.script)
        self.gateway = Gateway(sys.argv[1], f"model_list:\n{self.provider.rows(['coder'])}"
                               f"litellm_settings: {{drop_params: true}}\ngeneral_settings: {{master_key: {KEY}}}\n").start()
        for name, text in self.client.files.items():
            path = os.path.join(self.home.name, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        self.environment = isolation.program_environment(self.home.name, LITELLM_LOCAL_MODEL_COST_MAP="True")
        # Where an installer would have put it: the name of the program, found in PATH.
        programs_folder = os.path.join(self.home.name, "bin")
        os.makedirs(programs_folder)
        names = {"claude-code": "claude", "gemini-cli": "gemini"}
        os.symlink(os.path.abspath(self.path), os.path.join(programs_folder, names.get(self.client.id, self.client.id)))
        self.environment["PATH"] = f"{programs_folder}:{self.environment['PATH']}"

    def tearDown(self):
        self.gateway.close()
        self.provider.close()
        self.home.cleanup()

    def script(self, request):
        if TASK not in request.said("user"):
            return "A title."
        return FINAL if request.results else self.client.kind.call(request, self.folder)

    def porticod(self, *words):
        done = subprocess.run([sys.argv[1], "--config", self.gateway.config, "--data-dir", f"{self.gateway.folder}/data",
                               "--port", str(self.gateway.port), "clients", *words], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=LIMIT_S, check=False)
        return done

    def texts(self):
        out = {}
        for name in self.client.files:
            with open(os.path.join(self.home.name, name), encoding="utf-8") as file:
                out[name] = file.read()
        return out

    def check_task(self, done):
        told = f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}\n{self.gateway.text()[-2000:]}"
        self.assertEqual(self.provider.problems, [], told)
        self.assertEqual(done.returncode, 0, told)
        self.assertIn(FINAL, done.stdout, told)
        with open(os.path.join(self.folder, FILE), encoding="utf-8") as file:
            self.assertEqual(file.read().rstrip("\n"), CONTENT)
        asked = len(self.provider.requests)
        wait_until(lambda: len(self.gateway.json("GET", "/spend/logs")) >= asked, f"the ledger has {asked} rows")
        for row in self.gateway.json("GET", "/spend/logs"):
            self.assertEqual((row["model_group"], row["metadata"]["user_api_key_alias"], row["status"]),
                             (MODEL, self.client.id, "success"), row)

    def test_does_a_task_as_it_was_connected(self):
        enabled = self.porticod("enable", self.client.id, "--model", MODEL)
        self.assertEqual(enabled.returncode, 0, enabled.stderr)
        connected = self.texts()
        for name, text in self.client.files.items():
            self.assertNotEqual(connected[name], text)
        self.assertRegex(self.porticod("list").stdout, rf"(?m)^{self.client.id} +connected ")
        done = subprocess.run([self.path, *self.client.arguments], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=LIMIT_S, check=False)
        self.check_task(done)
        # What the program has made of its own files meanwhile is its own.
        touched = [name for name, text in self.texts().items() if text != connected[name]]
        disabled = self.porticod("disable", self.client.id)
        self.assertEqual(disabled.returncode, 0, disabled.stderr)
        for name, text in self.texts().items():
            if name in touched:
                self.assertNotIn("sk-", text)
            else:
                self.assertEqual(text, self.client.files[name])

    def test_does_a_task_as_it_is_launched_once(self):
        done = self.porticod("launch", self.client.id, "--model", MODEL, "--", *self.client.launched)
        self.check_task(done)
        self.assertRegex(self.porticod("list").stdout, rf"(?m)^{self.client.id} +not connected ")


def main():
    client = CLIENTS[sys.argv.pop(2)]
    path = client.kind.program(os.environ.get("PORTICO_TEST_PROGRAMS", ""))
    if not path:
        variable = "PORTICO_TEST_AIDER" if client.kind is programs.Aider else "PORTICO_TEST_PROGRAMS"
        gateway.skip(f"{client.id} is not where {variable} says")
    if client.kind is not programs.Aider and not shutil.which("node"):
        gateway.skip("node is not installed")
    isolation.leave_network()
    ClientPrograms.client, ClientPrograms.path = client, path
    gateway.main()


if __name__ == "__main__":
    main()
