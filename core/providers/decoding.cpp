#include "core/providers/decoding.h"

#include <utility>

namespace gw::providers {

Error malformed(std::string_view why)
{
    return {.code = ErrorCode::UpstreamMalformed, .message = std::string(why)};
}

Error endedBefore(std::string_view marker)
{
    return {.code = ErrorCode::UpstreamConnection,
            .message = "the provider's stream ended before " + std::string(marker)};
}

Result<chat::Events> WholeAnswer::finish()
{
    auto value = json::parse(m_body);
    if (!value.ok() || !value.value().is_object())
        return malformed("the provider's answer is not a JSON object");
    return read(value.value().get_object());
}

chat::UsageReport inputOnly(std::int64_t tokens)
{
    chat::UsageReport report;
    report.usage.input = tokens;
    report.usage.output = 0;
    report.usage.total = tokens;
    return report;
}

void Vectors::add(json::Value vector)
{
    const std::size_t index = m_data.size();
    m_data.emplace_back(
        json::Object{{"object", "embedding"}, {"index", index}, {"embedding", std::move(vector)}});
}

chat::Events Vectors::events(chat::Start start, std::optional<chat::UsageReport> usage)
{
    chat::Events events;
    events.emplace_back(std::move(start));
    if (usage)
        events.emplace_back(std::move(*usage));
    events.emplace_back(chat::Annotation{{{"data", std::move(m_data)}}});
    events.emplace_back(chat::End());
    return events;
}

}   // namespace gw::providers
