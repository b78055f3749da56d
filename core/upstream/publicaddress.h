#pragma once

#include <sys/socket.h>

namespace gw::upstream {

// True for addresses of the public Internet: not this machine, a private or shared network, link-local (cloud
// metadata services live there), multicast, documentation or reserved ranges (RFC 6890), nor an IPv6 form
// that wraps such an IPv4 address.
bool isPublicAddress(const sockaddr *address);

}   // namespace gw::upstream
