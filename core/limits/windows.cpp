#include "core/limits/windows.h"

#include <algorithm>
#include <functional>

namespace gw::limits {

const char *limitedName(Limited what) noexcept
{
    switch (what) {
    case Limited::Requests:
        return "requests";
    case Limited::Tokens:
        return "tokens";
    case Limited::Parallel:
        break;
    }
    return "max_parallel_requests";
}

WindowPtr Windows::window(const RateLine &line, std::int64_t nowUs)
{
    const std::string name = std::string(levelName(line.level)) + ":" + line.name;
    Shard &shard = m_shards[std::hash<std::string>()(name) % kShards];
    const std::scoped_lock lock(shard.mutex);
    if (shard.windows.size() >= shard.sweepAt) {
        // Whoever is held by nobody but this map cannot be entered meanwhile.
        std::erase_if(shard.windows, [&](const auto &entry) {
            return entry.second.use_count() == 1 && entry.second->beginUs + m_lengthUs <= nowUs;
        });
        shard.sweepAt = std::max<std::size_t>(1024, 2 * shard.windows.size());
    }
    WindowPtr &found = shard.windows[name];
    if (!found)
        found = std::make_shared<Window>();
    return found;
}

std::optional<Windows::Refusal> Windows::enter(std::vector<RateLine> lines, std::int64_t nowUs,
                                               Places &places)
{
    places.leave();
    places.m_held.clear();
    places.m_lengthUs = m_lengthUs;
    for (RateLine &line : lines) {
        WindowPtr counted = window(line, nowUs);
        places.m_held.push_back({std::move(line), std::move(counted)});
    }
    // All at once, in an order that is the same for everybody.
    std::vector<Window *> order;
    for (const Places::Held &held : places.m_held)
        order.push_back(held.window.get());
    std::ranges::sort(order);
    std::vector<std::unique_lock<std::mutex>> locks;
    locks.reserve(order.size());
    for (Window *each : order)
        locks.emplace_back(each->mutex);
    for (const Places::Held &held : places.m_held) {
        Window &now = *held.window;
        if (now.beginUs + m_lengthUs <= nowUs) {
            now.beginUs = nowUs;
            now.requests = 0;
            now.tokens = 0;
        }
        const RateLine &line = held.line;
        const std::int64_t resetUs = now.beginUs + m_lengthUs;
        if (line.requests && now.requests >= *line.requests)
            return Refusal{line, Limited::Requests, *line.requests, resetUs};
        if (line.tokens && now.tokens >= *line.tokens)
            return Refusal{line, Limited::Tokens, *line.tokens, resetUs};
        if (line.parallel && now.parallel >= *line.parallel)
            return Refusal{line, Limited::Parallel, *line.parallel, resetUs};
    }
    for (Window *each : order) {
        ++each->requests;
        ++each->parallel;
    }
    places.m_under = true;
    return std::nullopt;
}

std::optional<Windows::Refusal> Windows::enter(std::vector<RateLine> lines, const RateShare::Answer &together,
                                               std::int64_t nowUs, Places &places)
{
    places.leave();
    places.m_held.clear();
    places.m_lengthUs = m_lengthUs;
    std::optional<Refusal> refusal;
    for (std::size_t i = 0; i < std::min(lines.size(), together.uses.size()); ++i) {
        const RateShare::Use &use = together.uses[i];
        WindowPtr counted = window(lines[i], nowUs);
        const std::scoped_lock lock(counted->mutex);
        const std::int64_t beginUs = nowUs - m_lengthUs + use.leftUs;
        // Answers may overtake each other; of one window the larger count is the later one.
        const bool same = std::abs(beginUs - counted->beginUs) < m_lengthUs / 2;
        counted->requests = same ? std::max(counted->requests, use.requests) : use.requests;
        counted->tokens = same ? std::max(counted->tokens, use.tokens) : use.tokens;
        counted->beginUs = beginUs;
        if (together.limited) {
            if (i == together.refused) {
                const auto limit = *together.limited == Limited::Requests ? lines[i].requests
                                   : *together.limited == Limited::Tokens ? lines[i].tokens
                                                                          : lines[i].parallel;
                refusal = Refusal{lines[i], *together.limited, limit.value_or(0), nowUs + use.leftUs};
            }
            continue;
        }
        ++counted->parallel;
        const std::int64_t elsewhere = std::max<std::int64_t>(use.parallel - counted->parallel, 0);
        places.m_held.push_back({std::move(lines[i]), counted, elsewhere});
    }
    places.m_under = !together.limited;
    return refusal;
}

std::vector<RateLine> Windows::Places::lines() const
{
    std::vector<RateLine> out;
    for (const Held &held : m_held)
        out.push_back(held.line);
    return out;
}

Windows::Use Windows::useOf(const RateLine &line, std::int64_t nowUs)
{
    const WindowPtr counted = window(line, nowUs);
    const std::scoped_lock lock(counted->mutex);
    Use use{.parallel = counted->parallel};
    if (counted->beginUs + m_lengthUs <= nowUs)
        return use;
    use.requests = counted->requests;
    use.tokens = counted->tokens;
    use.resetUs = counted->beginUs + m_lengthUs;
    return use;
}

void Windows::Places::leave()
{
    if (!std::exchange(m_under, false))
        return;
    for (const Held &held : m_held) {
        const std::scoped_lock lock(held.window->mutex);
        --held.window->parallel;
    }
}

void Windows::Places::addTokens(std::int64_t tokens)
{
    for (const Held &held : m_held) {
        const std::scoped_lock lock(held.window->mutex);
        held.window->tokens += tokens;
    }
}

std::vector<Windows::Places::State> Windows::Places::states() const
{
    std::vector<State> out;
    const auto left = [](const std::optional<std::int64_t> &limit, std::int64_t used) {
        return limit ? std::max<std::int64_t>(*limit - used, 0) : 0;
    };
    for (const Held &held : m_held) {
        const std::scoped_lock lock(held.window->mutex);
        out.push_back({&held.line, left(held.line.requests, held.window->requests),
                       left(held.line.tokens, held.window->tokens),
                       left(held.line.parallel, held.window->parallel + held.elsewhere),
                       held.window->beginUs + m_lengthUs});
    }
    return out;
}

}   // namespace gw::limits
