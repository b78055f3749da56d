#pragma once

#include "core/wire/headers.h"

// Which header fields travel when a client's own request is passed on.
namespace gw::passage {

// The client's fields but for those of the connection (RFC 9110, 7.6.1), credentials, cookies, where it came
// from, and ours. Compression is not asked for: usage is read on the way.
wire::Headers toProvider(const wire::Headers &client);
// The provider's fields but for those of the connection, cookies and what names its account.
wire::Headers toClient(const wire::Headers &provider);

}   // namespace gw::passage
