"""Starts porticod for a test, talks to it, and stops it. Nothing here leaves loopback or the temporary folder."""
import atexit
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

KEY = "sk-test-master"
SKIP = 77
START_S = 20
STOP_S = 20
LEFT_OUT = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def skip(reason):
    print(f"skipped: {reason}", flush=True)
    sys.exit(SKIP)


def clean_environment(home, **more):
    """The environment of a user who has set nothing: no keys, no proxies, an empty home."""
    out = {name: value for name, value in os.environ.items()
           if name.lower() not in LEFT_OUT and not re.match(r"(LITELLM|PORTICO|OPENAI|AZURE|ANTHROPIC|DATABASE|DIRECT)_", name)
           and name not in ("HOST", "PORT", "CONFIG_FILE_PATH", "NUM_WORKERS", "DEBUG", "DETAILED_DEBUG")}
    out.update(HOME=home, XDG_CONFIG_HOME=f"{home}/.config", XDG_DATA_HOME=f"{home}/.local/share",
               XDG_CACHE_HOME=f"{home}/.cache", XDG_RUNTIME_DIR=f"{home}/run", LC_ALL="C.UTF-8")
    out.update(more)
    os.makedirs(f"{home}/run", mode=0o700, exist_ok=True)
    return out


def deployment(name, model, base, more=""):
    """One row of model_list; more is YAML for litellm_params, in flow style."""
    return (f"  - model_name: {name}\n    litellm_params: {{model: openai/{model}, api_base: {json.dumps(base)}, "
            f"api_key: sk-upstream{', ' + more if more else ''}}}\n")


postgres = None   # The server that main() has started.


def shared_store():
    """What makes a gateway keep its keys in a database of its own, where the script was asked to."""
    return {"DATABASE_URL": postgres.url(postgres.new_database())} if postgres else {}


class Gateway:
    def __init__(self, program, config=None, arguments=(), environment=None, folder=None):
        self.program = program
        self.own_folder = tempfile.TemporaryDirectory() if folder is None else None
        self.folder = folder or self.own_folder.name
        self.config = os.path.join(self.folder, "config.yaml")
        if config is not None:
            self.write_config(config)
        self.arguments = [program, *(["--config", self.config] if config is not None else []),
                          "--data-dir", os.path.join(self.folder, "data"), *arguments]
        if "--port" not in arguments:
            self.arguments += ["--port", "0"]
        self.environment = clean_environment(self.folder, **{**shared_store(), **(environment or {})})
        self.process = None
        self.output = []
        self.host = "127.0.0.1"

    def write_config(self, text):
        with open(self.config + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(self.config + ".new", self.config)

    def start(self):
        self.output = []
        self.process = subprocess.Popen(self.arguments, env=self.environment, cwd=self.folder,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        ready = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(self.process, ready), daemon=True)
        self.reader.start()
        if not ready.wait(START_S) or not self.base:
            self.kill()
            raise AssertionError("porticod did not start:\n" + self.text())
        return self

    def _read(self, process, ready):
        self.base = None
        for line in process.stdout:
            self.output.append(line)
            found = re.match(r"Uvicorn running on (http://(.*):(\d+))", line)
            if found:
                self.base, self.port = found[1], int(found[3])
                ready.set()
        ready.set()

    def text(self):
        return "".join(self.output)

    def wait_for(self, text):
        wait_until(lambda: text in self.text(), f"porticod said '{text}'", lambda: self.text())

    def connect(self, timeout=30):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def ask(self, method, path, body=None, key=KEY, headers=None, timeout=30):
        """Status, headers with lower-case names, and the body's bytes."""
        connection = self.connect(timeout)
        out = {"Content-Type": "application/json"} if body is not None else {}
        if key:
            out["Authorization"] = f"Bearer {key}"
        out.update(headers or {})
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        try:
            connection.request(method, path, data, out)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, method, path, body=None, **more):
        status, headers, data = self.ask(method, path, body, **more)
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {data[:400]!r}")
        return json.loads(data)

    def chat(self, model, headers=None, **more):
        return self.ask("POST", "/v1/chat/completions",
                        {"model": model, "messages": [{"role": "user", "content": "hi"}], **more}, headers=headers)

    def stop(self):
        """Ends it as an administrator would; its exit code."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._gone()

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        return self._gone()

    def _gone(self):
        code = self.process.wait()
        self.reader.join(STOP_S)
        self.process.stdout.close()
        return code

    def close(self):
        if self.process:
            self.stop()
        self.close_folder()

    def close_folder(self):
        if self.own_folder:
            self.own_folder.cleanup()

    def once(self, timeout=30):
        """Runs to its end: exit code and what it printed."""
        done = subprocess.run(self.arguments, env=self.environment, cwd=self.folder, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout


def wait_until(true, what, detail=lambda: "", seconds=15):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s until {what}\n{detail()}")
        time.sleep(0.01)


def events_of(data):
    """The data lines of an event stream."""
    return [line[6:] for line in data.decode().split("\n") if line.startswith("data: ")]


def main():
    """unittest for the calling script; the first argument names porticod. With --postgres behind it every gateway has a
    PostgreSQL database."""
    global postgres
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} PORTICOD [--postgres] [unittest arguments]")
    arguments = sys.argv[2:]
    if arguments[:1] == ["--postgres"]:
        import postgresserver
        if postgresserver.programs() is None:
            skip("PostgreSQL is not installed")
        del arguments[0]
        postgres = postgresserver.PostgresServer()
        atexit.register(postgres.close)
        postgres.start()
    unittest.main(argv=[sys.argv[0], *arguments], verbosity=2)
