"""Cuts a test off from every network but a loopback of its own, so that no client program can call home."""
import ctypes
import fcntl
import os
import socket
import struct

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
# Where the kernel gives no namespace: a proxy that refuses every connection.
CLOSED_PROXY = "http://127.0.0.1:9"


def leave_network():
    """To be called before any thread starts. False where the kernel refuses: then only the proxy settings hold."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET | (CLONE_NEWUSER if user else 0)) != 0:
        print(f"no network namespace ({os.strerror(ctypes.get_errno())}): closed proxies keep clients from the network")
        return False
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        question = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, question))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))
    return True


def program_environment(home, **more):
    """Of a client program: an empty home, no way out, nothing of the environment that the tests run in."""
    out = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": home,
           "TERM": "dumb", "CI": "1", "NO_COLOR": "1", "TMPDIR": f"{home}/tmp", "XDG_CONFIG_HOME": f"{home}/.config",
           "XDG_DATA_HOME": f"{home}/.local/share", "XDG_STATE_HOME": f"{home}/.local/state",
           "XDG_CACHE_HOME": f"{home}/.cache", "XDG_RUNTIME_DIR": f"{home}/run"}
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        out[name] = out[name.upper()] = CLOSED_PROXY
    out["no_proxy"] = out["NO_PROXY"] = "localhost,127.0.0.1,::1"
    out.update(more)
    for name in ("TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.makedirs(out[name], exist_ok=True)
    os.makedirs(out["XDG_RUNTIME_DIR"], mode=0o700, exist_ok=True)
    return out
