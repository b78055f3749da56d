#pragma once

#include <string>

namespace gw::redis {

// A Lua script with the digest that Redis knows it by.
class Script
{
public:
    explicit Script(std::string text);

    const std::string &text() const noexcept { return m_text; }
    const std::string &sha1() const noexcept { return m_sha1; }

private:
    std::string m_text;
    std::string m_sha1;   // Lower-case hexadecimal.
};

}   // namespace gw::redis
