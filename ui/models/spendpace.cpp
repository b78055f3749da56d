#include "ui/models/spendpace.h"

#include <algorithm>

namespace gw::ui {

namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kNowUs = 5 * kMinuteUs;
constexpr std::int64_t kHourUs = 60 * kMinuteUs;
constexpr std::int64_t kKnownUs = 30 * kMinuteUs;
constexpr std::int64_t kLeastPico = 1'000'000'000'000;
constexpr int kTimes = 5;
constexpr int kMostTimes = 999;

}   // namespace

std::optional<SpendPace::Sudden> SpendPace::add(const events::ExchangeFinished &event, std::int64_t nowUs)
{
    if (event.costPico <= 0)
        return std::nullopt;
    const QString name = QString::fromStdString(event.client.substr(0, event.client.find('/')));
    Program &program = m_programs[name];
    if (program.sinceUs == 0)
        program.sinceUs = nowUs;
    program.costs.push_back({nowUs, event.costPico});
    while (!program.costs.empty() && program.costs.front().atUs < nowUs - kHourUs - kNowUs)
        program.costs.pop_front();
    std::int64_t now = 0;
    std::int64_t before = 0;
    for (const Cost &cost : program.costs)
        (cost.atUs > nowUs - kNowUs ? now : before) += cost.pico;
    const std::int64_t known = std::min(nowUs - kNowUs - program.sinceUs, kHourUs);
    if (known < kKnownUs || now < kLeastPico || nowUs - program.toldUs < kHourUs)
        return std::nullopt;
    const std::int64_t mean = before / std::max<std::int64_t>(known / kNowUs, 1);
    if (now / kTimes < mean)
        return std::nullopt;
    program.toldUs = nowUs;
    return Sudden{name, now, int(mean > 0 ? std::min<std::int64_t>(now / mean, kMostTimes) : kMostTimes)};
}

}   // namespace gw::ui
