#pragma once

#include "core/peers/program.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// Processes and their sockets as the kernel tells of them. Linux: sock_diag(7) and proc(5).
namespace gw::peers {

// A TCP connection within this computer, from the other end: remotePort is ours.
struct Connection
{
    bool six = false;   // ::1 instead of 127.0.0.1.
    std::uint16_t port = 0;
    std::uint16_t remotePort = 0;
};

// The inode of the other end's socket, asked of the kernel; nothing: it is gone, or cannot be seen.
std::optional<std::uint64_t> socketInode(const Connection &connection);

// What can be seen of a process; null when it is gone.
ProgramPtr readProgram(long pid);
std::uint64_t startOf(long pid);

// Finds who holds a socket: those who held one before are asked first, then all others. Only processes of
// this user can be seen without special rights. Belongs to one thread.
class SocketOwners
{
public:
    // Processes that are remembered with their sockets.
    static constexpr std::size_t kMaxKnown = 256;

    // Its pid; nothing: nobody that can be seen.
    std::optional<long> find(std::uint64_t inode);

private:
    bool look(long pid, std::uint64_t inode);

    struct Known
    {
        std::uint64_t started = 0;
        std::uint64_t used = 0;   // The newest is asked first.
    };
    std::unordered_map<long, Known> m_known;
    std::uint64_t m_uses = 0;
};

}   // namespace gw::peers
