#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gw::redis {

// What Redis has answered to one command.
struct Reply
{
    enum class Kind : std::uint8_t {
        Lost,   // No answer: time is up, the connection is gone or the client is closing.
        Nil,
        Text,   // Bulk strings and simple ones ("OK").
        Integer,
        Array,
        Error,   // Redis refuses; text says why.
    };

    Kind kind = Kind::Lost;
    std::string text = {};
    std::int64_t integer = 0;
    std::vector<Reply> items = {};

    // Redis has answered, if only with an error.
    bool answered() const noexcept { return kind != Kind::Lost; }
    bool ok() const noexcept { return kind != Kind::Lost && kind != Kind::Error; }
};

using Callback = std::function<void(const Reply &)>;

}   // namespace gw::redis
