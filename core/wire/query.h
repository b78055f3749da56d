#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::wire {

// Undoes percent-encoding (RFC 3986, 2.1); broken escapes stay as they are. plusIsSpace for form-encoded
// queries.
std::string percentDecoded(std::string_view text, bool plusIsSpace = false);

// Escapes everything but the unreserved characters (RFC 3986, 2.3), a slash too.
std::string percentEncoded(std::string_view text);

// The parameters of a query string, decoded, in their order.
class Query
{
public:
    Query() = default;
    explicit Query(std::string_view text);

    std::optional<std::string_view> value(std::string_view name) const;
    std::string_view valueOr(std::string_view name, std::string_view fallback = {}) const;

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

}   // namespace gw::wire
