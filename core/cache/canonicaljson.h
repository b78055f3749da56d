#pragma once

#include <string>
#include <string_view>

namespace gw::cache {

// Appends one JSON text without its white space and with the members of each object sorted by their names, so
// that texts which differ in nothing else come out the same. Numbers and strings stay as they are written.
// False for what is no JSON, or deeper than 128; out is then of no use.
bool appendCanonical(std::string_view text, std::string &out);

}   // namespace gw::cache
