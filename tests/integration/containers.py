"""The container files: what they name exists, and the image has the libraries that porticod links.

Nothing here builds an image: the base images would have to be fetched."""
import configparser
import os
import re
import shutil
import subprocess
import sys
import unittest

import gateway

FOLDER = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../installer/container"))
ROOT = os.path.normpath(os.path.join(FOLDER, "../.."))
# Keys of Podman's quadlets that are used here (podman-systemd.unit(5)).
QUADLET = {"Unit": {"Description", "Wants", "After", "Requires"}, "Service": {"Restart", "TimeoutStopSec"},
           "Install": {"WantedBy"}, "Volume": {"VolumeName"}, "Network": {"NetworkName"},
           "Container": {"ContainerName", "Image", "EnvironmentFile", "Environment", "Volume", "Network", "PublishPort",
                         "ReadOnly", "Tmpfs", "NoNewPrivileges", "DropCapability", "Exec"}}
# Of every Debian.
ALWAYS = {"libc6", "libgcc-s1", "libstdc++6", "zlib1g"}


def text_of(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


class Units(configparser.RawConfigParser):
    """systemd's form: keys may repeat."""

    def __init__(self):
        super().__init__(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        self.optionxform = str


class Containers(unittest.TestCase):
    def instructions(self):
        """The Containerfile's lines, continued ones joined."""
        text = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text_of("Containerfile")))
        return [line.strip() for line in text.splitlines() if line.strip()]

    def test_the_image_has_every_library_and_nothing_is_missing_from_the_tree(self):
        lines = self.instructions()
        known = {"FROM", "ENV", "COPY", "RUN", "WORKDIR", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT"}
        self.assertEqual({line.split()[0] for line in lines} - known, set())
        for line in lines:
            words = line.split()
            if words[0] == "COPY" and not words[1].startswith("--from"):
                self.assertTrue(os.path.exists(os.path.join(ROOT, words[1])), line)
        if not shutil.which("objdump") or not shutil.which("dpkg"):
            self.skipTest("objdump and dpkg are not installed")
        installs = [line for line in lines if "apt-get install" in line and "xargs" not in line]
        packages = set(installs[-1].split("--no-install-recommends")[1].split("&&")[0].split())
        needed = re.findall(r"NEEDED\s+(\S+)", subprocess.run(["objdump", "-p", sys.argv[1]], capture_output=True, text=True,
                                                             check=True).stdout)
        self.assertGreater(len(needed), 5)
        for library in needed:
            if library.startswith("ld-linux"):
                continue
            owners = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False).stdout
            names = {line.split(":")[0] for line in owners.splitlines()}
            self.assertTrue(names & (packages | ALWAYS), f"{library} of {names}")

    def test_compose_says_what_the_gateway_reads(self):
        try:
            import yaml
        except ImportError:
            self.skipTest("PyYAML is not installed")
        compose = yaml.safe_load(text_of("compose.yaml"))
        self.assertEqual(set(compose["services"]), {"portico", "postgres", "redis"})
        portico = compose["services"]["portico"]
        self.assertTrue(portico["ports"][0].endswith(":4000:4000"))
        self.assertTrue(os.path.exists(os.path.join(FOLDER, portico["build"]["context"], portico["build"]["dockerfile"])))
        for name in ("DATABASE_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "LITELLM_MASTER_KEY", "STORE_MODEL_IN_DB"):
            self.assertIn(name, portico["environment"])
        for service in compose["services"].values():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                self.assertTrue(source.startswith("./") or source in compose["volumes"], volume)
        for other in portico["depends_on"]:
            self.assertIn("healthcheck", compose["services"][other])
        for compose_program in (["docker", "compose"], ["docker-compose"], ["podman-compose"]):
            environment = dict(os.environ, LITELLM_MASTER_KEY="sk-x", POSTGRES_PASSWORD="x", REDIS_PASSWORD="x")
            if shutil.which(compose_program[0]) and not subprocess.run([*compose_program, "version"], capture_output=True,
                                                                       check=False).returncode:
                done = subprocess.run([*compose_program, "-f", os.path.join(FOLDER, "compose.yaml"), "config", "--quiet"],
                                      env=environment, capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, "env_file" in done.stderr or not done.stderr), (0, True), done.stderr)
                break

    def test_quadlets_name_each_other_rightly(self):
        files = [name for name in os.listdir(FOLDER) if name.endswith((".container", ".volume", ".network"))]
        self.assertEqual(len(files), 7)
        for name in files:
            with self.subTest(name):
                units = Units()
                units.read_string(text_of(name))
                for section in units.sections():
                    self.assertEqual(set(units[section]) - QUADLET[section], set())
                if not name.endswith(".container"):
                    continue
                for key, source in re.findall(r"(?m)^(Volume|Network)=([^:\n]+)", text_of(name)):
                    if not source.startswith("%h"):
                        self.assertIn(source, files, f"{key}={source}")
        services = re.findall(r"(portico-\w+)\.service", text_of("portico.container"))
        for service in services:
            self.assertIn(service + ".container", files)
        self.assertIn("PublishPort=127.0.0.1:4000:4000", text_of("portico.container"))


if __name__ == "__main__":
    gateway.main()
