#include "core/config/schema.h"

namespace gw::config {

std::string Wording::english() const
{
    std::string out;
    for (const char *at = pattern; *at; ++at) {
        const std::size_t number =
            *at == '%' && at[1] >= '1' && at[1] <= '9' ? static_cast<std::size_t>(at[1] - '1') : SIZE_MAX;
        if (number < arguments.size()) {
            out += arguments[number];
            ++at;
        } else {
            out += *at;
        }
    }
    return out;
}

}   // namespace gw::config
