#include "core/peers/processes.h"

#include "core/base/descriptor.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gw::peers {

namespace {

constexpr std::size_t kMaxProcBytes = 64 * 1024;
constexpr int kMaxParents = 8;
constexpr int kMaxDepth = 32;   // Folders above the working one.
constexpr int kAnswerMs = 200;

std::string readText(const std::string &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string out;
    std::array<char, 4096> buffer;
    while (file.get() >= 0 && out.size() < kMaxProcBytes) {
        const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
        if (count <= 0)
            break;
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return out;
}

std::string linkTarget(const std::string &path)
{
    std::array<char, 4096> buffer;
    const ssize_t size = ::readlink(path.c_str(), buffer.data(), buffer.size());
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string procPath(long pid, const char *name)
{
    return "/proc/" + std::to_string(pid) + "/" + name;
}

struct Stat
{
    std::string shortName;
    long parent = 0;
    std::uint64_t started = 0;
};

// proc(5): the name stands in parentheses and may hold anything, even those.
std::optional<Stat> readStat(long pid)
{
    const std::string text = readText(procPath(pid, "stat"));
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close < open)
        return std::nullopt;
    Stat out;
    out.shortName = text.substr(open + 1, close - open - 1);
    constexpr int kParent = 4;
    constexpr int kStart = 22;
    std::string_view rest = std::string_view(text).substr(close + 1);
    for (int field = 2; !rest.empty() && field <= kStart; ++field) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        const std::string_view one = rest.substr(0, space);
        if (field == kParent)
            std::from_chars(one.data(), one.data() + one.size(), out.parent);
        if (field == kStart)
            std::from_chars(one.data(), one.data() + one.size(), out.started);
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return out;
}

std::vector<std::string> argumentsOf(long pid)
{
    std::vector<std::string> out;
    const std::string text = readText(procPath(pid, "cmdline"));
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\0', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    // Titles that were written over it are followed by what is left of the room.
    while (!out.empty() && out.back().empty())
        out.pop_back();
    return out;
}

// Empty for the home folder and the root: nobody works on those.
std::string projectOf(const std::string &folder)
{
    const char *home = std::getenv("HOME");
    std::string at = folder;
    for (int depth = 0; depth < kMaxDepth && at.size() > 1; ++depth) {
        if (home && at == home)
            break;
        struct stat found = {};
        for (const char *mark : {"/.git", "/.hg", "/.jj", "/.svn"}) {
            if (::stat((at + mark).c_str(), &found) == 0)
                return at;
        }
        at.erase(std::max<std::size_t>(at.rfind('/'), 1));
    }
    return folder == "/" || (home && folder == home) ? std::string() : folder;
}

}   // namespace

std::optional<std::uint64_t> socketInode(const Connection &connection)
{
    const Descriptor link(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (link.get() < 0)
        return std::nullopt;
    const timeval limit{.tv_sec = 0, .tv_usec = kAnswerMs * 1000};
    ::setsockopt(link.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    struct
    {
        nlmsghdr head;
        inet_diag_req_v2 ask;
    } request{};
    request.head.nlmsg_len = sizeof(request);
    request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.head.nlmsg_flags = NLM_F_REQUEST;
    request.ask.sdiag_family = connection.six ? AF_INET6 : AF_INET;
    request.ask.sdiag_protocol = IPPROTO_TCP;
    request.ask.idiag_states = ~0U;
    request.ask.id.idiag_sport = htons(connection.port);
    request.ask.id.idiag_dport = htons(connection.remotePort);
    request.ask.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    request.ask.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    if (connection.six) {
        request.ask.id.idiag_src[3] = htonl(1);
        request.ask.id.idiag_dst[3] = htonl(1);
    } else {
        request.ask.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
        request.ask.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
    }
    if (::send(link.get(), &request, sizeof(request), 0) != static_cast<ssize_t>(sizeof(request)))
        return std::nullopt;
    alignas(nlmsghdr) std::array<char, 4096> buffer;
    const ssize_t size = ::recv(link.get(), buffer.data(), buffer.size(), 0);
    if (size < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof(inet_diag_msg)))
        return std::nullopt;
    nlmsghdr head;
    std::memcpy(&head, buffer.data(), sizeof(head));
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY)
        return std::nullopt;
    inet_diag_msg message;
    std::memcpy(&message, buffer.data() + NLMSG_HDRLEN, sizeof(message));
    if (message.idiag_inode == 0)
        return std::nullopt;   // Closed; nobody holds it any more.
    return message.idiag_inode;
}

std::uint64_t startOf(long pid)
{
    const auto stat = readStat(pid);
    return stat ? stat->started : 0;
}

ProgramPtr readProgram(long pid)
{
    const auto stat = readStat(pid);
    if (!stat)
        return nullptr;
    Program out{
        .pid = pid, .started = stat->started, .name = {}, .executable = linkTarget(procPath(pid, "exe"))};
    out.name = programName(out.executable, argumentsOf(pid), stat->shortName);
    out.folder = linkTarget(procPath(pid, "cwd"));
    out.project = projectOf(out.folder);
    for (long parent = stat->parent; parent > 1 && out.parents.size() < kMaxParents;) {
        const auto above = readStat(parent);
        if (!above)
            break;
        out.parents.push_back(
            programName(linkTarget(procPath(parent, "exe")), argumentsOf(parent), above->shortName));
        parent = above->parent;
    }
    return std::make_shared<const Program>(std::move(out));
}

bool SocketOwners::look(long pid, std::uint64_t inode)
{
    const std::string folder = procPath(pid, "fd");
    DIR *list = ::opendir(folder.c_str());
    if (!list)
        return false;
    const std::string wanted = "socket:[" + std::to_string(inode) + "]";
    std::array<char, 64> target;
    bool found = false;
    while (const dirent *entry = ::readdir(list)) {
        if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0])))
            continue;
        const ssize_t size = ::readlinkat(::dirfd(list), entry->d_name, target.data(), target.size());
        if (size > 0 && std::string_view(target.data(), static_cast<std::size_t>(size)) == wanted) {
            found = true;
            break;
        }
    }
    ::closedir(list);
    return found;
}

std::optional<long> SocketOwners::find(std::uint64_t inode)
{
    std::vector<std::pair<std::uint64_t, long>> known;
    for (const auto &[pid, one] : m_known)
        known.emplace_back(one.used, pid);
    std::ranges::sort(known, std::greater());
    for (const auto &[used, pid] : known) {
        if (startOf(pid) != m_known[pid].started) {
            m_known.erase(pid);
        } else if (look(pid, inode)) {
            m_known[pid].used = ++m_uses;
            return pid;
        }
    }
    DIR *all = ::opendir("/proc");
    if (!all)
        return std::nullopt;
    std::vector<long> others;
    while (const dirent *entry = ::readdir(all)) {
        long pid = 0;
        const char *end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, pid).ptr == end && pid > 0 && !m_known.contains(pid))
            others.push_back(pid);
    }
    ::closedir(all);
    // Those that began last are the likeliest.
    std::ranges::sort(others, std::greater());
    for (const long pid : others) {
        if (!look(pid, inode))
            continue;
        if (m_known.size() >= kMaxKnown)
            m_known.erase(
                std::ranges::min_element(m_known, {}, [](const auto &one) { return one.second.used; }));
        m_known[pid] = {startOf(pid), ++m_uses};
        return pid;
    }
    return std::nullopt;
}

}   // namespace gw::peers
