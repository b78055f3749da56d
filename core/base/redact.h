#pragma once

#include <string>
#include <string_view>

namespace gw {

// Masks what looks like a credential in a text for logs: keys (sk-..., gsk_..., AIza...), bearer tokens, and
// values behind names such as api_key= or "authorization":. The last line of defence; nothing secret should
// get this far.
std::string redacted(std::string_view text);

}   // namespace gw
