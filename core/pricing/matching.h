#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <regex>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace gw::pricing {

// Decides the catalog's match rules. Regular expressions are compiled once, when first met. Thread-safe.
class Matcher
{
public:
    // text must be lower case. A rule that cannot be read matches nothing.
    bool matches(simdjson::dom::element rule, std::string_view text) const;
    // True where pattern (ECMAScript) is found in text; false for a pattern that does not compile.
    bool searches(std::string_view pattern, std::string_view text) const;

private:
    bool matchesOne(std::string_view op, simdjson::dom::element value, std::string_view text) const;
    bool matchesParts(simdjson::dom::element parts, std::string_view text, bool all) const;

    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::unique_ptr<const std::regex>, std::less<>> m_compiled;
};

}   // namespace gw::pricing
