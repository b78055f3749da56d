#pragma once

#include <string_view>

namespace gw {

// The bytes of a file compiled into the program, such as "catalog/models.json"; empty when there is none of
// that name. The bytes live as long as the program. Thread-safe.
std::string_view resource(std::string_view path);

}   // namespace gw
