#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

// Enumerators by their names, as the compiler knows them: nothing is listed twice. Values from 0 to 63.
namespace gw::remote {

template <auto Value>
consteval std::string_view enumeratorName()
{
    // "... [with auto Value = gw::client::SpendBy::Key; ...]"; of numbers without a name "(gw::...)9".
    const std::string_view all = __PRETTY_FUNCTION__;
    const std::size_t begin = all.find("Value = ") + 8;
    std::string_view name = all.substr(begin, all.find_first_of(";]", begin) - begin);
    if (name.find(')') != std::string_view::npos || (name[0] >= '0' && name[0] <= '9'))
        return {};
    return name.substr(name.rfind(':') + 1);
}

template <typename E>
struct EnumNames
{
    static constexpr std::size_t kMost = 64;
    static constexpr std::array<std::string_view, kMost> names =
        []<std::size_t... I>(std::index_sequence<I...>)
    {
        return std::array<std::string_view, kMost>{enumeratorName<static_cast<E>(I)>()...};
    }
    (std::make_index_sequence<kMost>());

    static constexpr std::size_t count()
    {
        std::size_t n = 0;
        while (n < kMost && !names[n].empty())
            ++n;
        return n;
    }
    static std::string_view nameOf(E value)
    {
        const auto at = static_cast<std::size_t>(value);
        return at < count() ? names[at] : std::string_view();
    }
    static std::optional<E> find(std::string_view name)
    {
        for (std::size_t i = 0; i < count(); ++i)
            if (names[i] == name)
                return static_cast<E>(i);
        return std::nullopt;
    }
};

}   // namespace gw::remote
