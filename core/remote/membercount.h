#pragma once

#include <boost/preprocessor/punctuation/comma_if.hpp>
#include <boost/preprocessor/repetition/enum.hpp>
#include <boost/preprocessor/repetition/repeat.hpp>
#include <cstddef>

namespace gw::remote {

// Members and bases of an aggregate of at most 63, counted by the compiler: it takes as many initialisers.
template <typename T>
consteval std::size_t memberCount()
{
    std::size_t count = 0;
#define GW_EMPTY(z, n, unused)                                                                               \
    {}
#define GW_TRY_COUNT(z, n, unused)                                                                           \
    if constexpr (requires { T{BOOST_PP_ENUM_##z(n, GW_EMPTY, unused)}; })                                   \
        count = n;
    BOOST_PP_REPEAT(64, GW_TRY_COUNT, )
#undef GW_TRY_COUNT
#undef GW_EMPTY
    return count;
}

}   // namespace gw::remote
