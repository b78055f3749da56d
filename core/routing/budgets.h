#pragma once

#include "core/routing/moment.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gw::routing {

// Spending in windows that begin with their first amount and last their period (CONTRACT 6.10). Keys are
// "provider:openai", "deployment:<id>", "tag:batch". Amounts are 10^-12 USD. Thread-safe.
class Budgets
{
public:
    struct Window
    {
        std::int64_t startUnixS = 0;
        std::int64_t spentPico = 0;
    };

    void add(std::string_view key, std::int64_t pico, std::int64_t periodS, const Moment &now);
    // 0 once the window is over.
    std::int64_t spent(std::string_view key, std::int64_t periodS, const Moment &now) const;
    // When the running window ends; nothing without one.
    std::optional<std::int64_t> resetUnixS(std::string_view key, std::int64_t periodS,
                                           const Moment &now) const;
    // What a former run of the program knew.
    void restore(std::map<std::string, Window, std::less<>> windows);
    std::map<std::string, Window, std::less<>> windows() const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, Window, std::less<>> m_windows;
};

}   // namespace gw::routing
