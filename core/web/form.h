#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::web {

// What a browser's form sends (application/x-www-form-urlencoded), or what stands behind '?'. Names may stand
// several times. A value.
class Form
{
public:
    static constexpr std::size_t kMostBytes = 64 * 1024;   // A longer text is read as an empty form.
    static constexpr std::size_t kMostFields = 2000;

    Form() = default;
    explicit Form(std::string_view text);

    // The first of that name, without white space around it; "" where there is none.
    std::string value(std::string_view name) const;
    // As it was typed.
    std::string_view exact(std::string_view name) const;
    std::vector<std::string> values(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> m_fields;
};

// "a=1&b=x%20y" of fields that are not empty, with '?' in front; "" where all are.
std::string queryOf(const std::vector<std::pair<std::string, std::string>> &fields);

}   // namespace gw::web
