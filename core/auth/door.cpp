#include "core/auth/door.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace gw::auth {

namespace {

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

// "localhost:4000" to "localhost", "[::1]:4000" to "::1".
std::string hostPart(std::string_view host)
{
    if (host.starts_with('[')) {
        const std::size_t close = host.find(']');
        return lowerCase(
            host.substr(1, close == std::string_view::npos ? std::string_view::npos : close - 1));
    }
    const std::size_t colon = host.find(':');
    // More than one colon without brackets is a bare IPv6 address.
    if (colon != std::string_view::npos && host.find(':', colon + 1) == std::string_view::npos)
        host = host.substr(0, colon);
    return lowerCase(host);
}

int portPart(std::string_view host, int fallback)
{
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    return colon == std::string_view::npos ? fallback
                                           : std::atoi(std::string(host.substr(colon + 1)).c_str());
}

bool contains(const std::vector<std::string> &list, std::string_view value)
{
    return std::ranges::find(list, value) != list.end();
}

bool isIpv4(std::string_view text)
{
    int dots = 0;
    for (const char c : text) {
        if (c == '.')
            ++dots;
        else if (c < '0' || c > '9')
            return false;
    }
    return dots == 3;
}

bool ownOrigin(const DoorPolicy &policy, std::string_view origin)
{
    const std::string text = lowerCase(origin);
    std::string_view rest = text;
    int port = 0;
    if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
        port = 80;
    } else if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
        port = 443;
    } else {
        return false;
    }
    return isLoopbackName(rest) && portPart(rest, port) == policy.port;
}

// A page of the very address that is asked. Its Host has been looked at before, or the key protects instead.
bool sameOrigin(std::string_view origin, std::string_view host)
{
    const std::size_t scheme = origin.find("://");
    if (host.empty() || scheme == std::string_view::npos)
        return false;
    const std::string_view name = origin.substr(0, scheme);
    return (name == "http" || name == "https") && lowerCase(origin.substr(scheme + 3)) == lowerCase(host);
}

std::string hexAddress(std::string_view address)
{
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    char text[16];
    if (std::sscanf(std::string(address).c_str(), "%u.%u.%u.%u", &a, &b, &c, &d) != 4)
        return "00000000000000000000000001000000";   // ::1, in the kernel's byte order.
    std::snprintf(text, sizeof(text), "%02X%02X%02X%02X", d & 255, c & 255, b & 255, a & 255);
    return text;
}

// One line of /proc/net/tcp: "sl local_address rem_address st tx:rx tr:when retrnsmt uid ...".
long uidIn(const char *path, const std::string &local, const std::string &remotePort)
{
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        char localText[64];
        char remoteText[64];
        unsigned long uid = 0;
        if (std::sscanf(line.c_str(), " %*[^:]: %63s %63s %*s %*s %*s %*s %lu", localText, remoteText,
                        &uid) != 3)
            continue;
        const std::string_view localEnd(localText);
        const std::string_view remoteEnd(remoteText);
        // A mapped IPv4 address ends like the plain one.
        if (localEnd.ends_with(local) && remoteEnd.ends_with(remotePort))
            return static_cast<long>(uid);
    }
    return -1;
}

}   // namespace

bool isLoopbackName(std::string_view host)
{
    std::string name = hostPart(host);
    if (name.ends_with('.'))
        name.pop_back();
    return name == "localhost" || name.ends_with(".localhost") || name == "::1" ||
           (isIpv4(name) && name.starts_with("127."));
}

bool originAllowed(const DoorPolicy &policy, std::string_view origin)
{
    return ownOrigin(policy, origin) || contains(policy.origins, "*") || contains(policy.origins, origin) ||
           contains(policy.origins, lowerCase(origin));
}

Result<void> mayEnter(const DoorPolicy &policy, const Visitor &visitor)
{
    if (!policy.allowedIps.empty() && !contains(policy.allowedIps, visitor.address))
        return Error{.code = ErrorCode::AddressDenied,
                     .message = "Access forbidden: IP address not allowed: " + std::string(visitor.address)};
    if (policy.ownUserOnly && (!visitor.loopback || (visitor.uid != policy.ownUid && visitor.uid != 0)))
        return Error{
            .code = ErrorCode::AddressDenied,
            .message = "Access forbidden: no master key is set, so only programs of the user who started the "
                       "gateway may use it. Set general_settings.master_key to allow others."};
    const std::string_view host = visitor.headers.valueOr("host");
    const std::string name = hostPart(host);
    if (policy.loopbackBind && !name.empty() && !isLoopbackName(host) && name != "0.0.0.0" &&
        name != "host.docker.internal" && !contains(policy.hostNames, name))
        return Error{.code = ErrorCode::HostDenied,
                     .message = "Access forbidden: Host '" + name +
                                "' is not a name of this machine. Add it to "
                                "portico_settings.host_names to allow it."};
    if (const auto origin = visitor.headers.value("origin")) {
        if (!originAllowed(policy, *origin) && !sameOrigin(*origin, host))
            return Error{.code = ErrorCode::OriginDenied,
                         .message = "Access forbidden: Origin '" + std::string(*origin) +
                                    "' is not allowed. Add it to "
                                    "portico_settings.origins, or to LITELLM_CORS_ORIGINS, to allow it."};
    } else if (const auto site = visitor.headers.value("sec-fetch-site");
               site && *site != "same-origin" && *site != "none" && visitor.method != "OPTIONS") {
        return Error{.code = ErrorCode::OriginDenied,
                     .message = "Access forbidden: requests from pages of other sites are not allowed."};
    }
    return {};
}

long peerUid(std::string_view peerAddress, std::uint16_t peerPort, std::uint16_t localPort)
{
    // The peer's own socket: its local end is what we see as the remote one.
    char port[8];
    std::snprintf(port, sizeof(port), ":%04X", peerPort);
    const std::string local = hexAddress(peerAddress) + port;
    std::snprintf(port, sizeof(port), ":%04X", localPort);
    const std::string remote = port;
    for (const char *path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        if (const long uid = uidIn(path, local, remote); uid >= 0)
            return uid;
    }
    return -1;
}

}   // namespace gw::auth
