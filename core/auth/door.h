#pragma once

#include "core/base/result.h"
#include "core/wire/headers.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Who may come near at all, before any key is looked at: protects a local server against web pages (DNS
// rebinding, cross-site requests) and against other users of the machine.
namespace gw::auth {

struct DoorPolicy
{
    bool loopbackBind = true;   // Listening on loopback only: Host must then be a name of this machine.
    std::uint16_t port = 4000;
    std::vector<std::string> hostNames;   // Added by the user; lower case.
    std::vector<std::string>
        origins;   // Added by the user, whole ("app://obsidian.md"); "*" allows every one.
    std::vector<std::string> allowedIps;   // Empty: every address.
    bool ownUserOnly = false;              // Open gateway: only processes of ownUid may connect.
    long ownUid = -1;
};

// What the door looks at.
struct Visitor
{
    const wire::Headers &headers;
    std::string_view method;
    std::string_view address;
    bool loopback = false;
    long uid = -1;   // Of the connecting process; -1 unknown.
};

// HostDenied, OriginDenied or AddressDenied with a message that names what was refused and how to allow it.
Result<void> mayEnter(const DoorPolicy &policy, const Visitor &visitor);
// True when answers to this origin may be read by its pages (CORS).
bool originAllowed(const DoorPolicy &policy, std::string_view origin);
// True for localhost, *.localhost, 127.0.0.0/8, ::1, with or without a port or brackets.
bool isLoopbackName(std::string_view host);

// The uid of the process at the other end of a loopback TCP connection, from /proc/net/tcp and tcp6; -1 when
// it cannot be found. Reads a file: ask once per connection.
long peerUid(std::string_view peerAddress, std::uint16_t peerPort, std::uint16_t localPort);

}   // namespace gw::auth
