"""A real PostgreSQL on a free loopback port, in a temporary folder, that can be stopped and started again. It refuses
to run as root, so that it runs as the system's user postgres there."""
import glob
import os
import shutil
import socket
import subprocess
import tempfile


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda name: int(name.split("/")[-2]))
    return found[-1] if found else None


class PostgresServer:
    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = tempfile.mkdtemp()
        self.data = os.path.join(self.folder, "data")
        os.chmod(self.folder, 0o711)
        os.mkdir(self.data, 0o700)
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres")
        self.run("initdb", "-D", self.data, "-U", "portico", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.databases = 0

    def run(self, program, *arguments):
        command = [os.path.join(programs(), program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=True)

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-l", os.path.join(self.data, "log"), "-w", "-t", "30", "-o",
                 f"-F -p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", "start")
        return self

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def running(self):
        return os.path.exists(os.path.join(self.data, "postmaster.pid"))

    def new_database(self):
        """The name of an empty one; porticod makes it."""
        self.databases += 1
        return f"portico{self.databases}"

    def url(self, database):
        return f"postgresql://portico@127.0.0.1:{self.port}/{database}"

    def sql(self, database, text, timeout=60):
        """Rows as lists of texts."""
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database)],
                              input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def close(self):
        if self.running():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
