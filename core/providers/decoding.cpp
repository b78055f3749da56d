#include "core/providers/decoding.h"

#include <utility>

namespace gw::providers {

namespace {

class Meter final : public Relay
{
public:
    explicit Meter(std::unique_ptr<EventDecoder> decoder)
        : m_decoder(std::move(decoder))
    {}

    Result<void> feed(std::string_view bytes, std::string &) override
    {
        GW_TRY(const chat::Events events, m_decoder->feed(bytes));
        return note(events);
    }
    Result<void> finish(std::string &) override
    {
        GW_TRY(const chat::Events events, m_decoder->finish());
        return note(events);
    }
    const AnswerFacts &facts() const override { return m_facts; }

private:
    Result<void> note(const chat::Events &events)
    {
        for (const chat::Event &event : events) {
            if (const auto *failure = std::get_if<chat::Failure>(&event))
                return failure->error;
            if (const auto *start = std::get_if<chat::Start>(&event)) {
                m_facts.providerId = start->id;
                m_facts.model = start->model;
            } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
                std::size_t bytes = delta->text.value_or("").size() + delta->reasoning.value_or("").size();
                for (const chat::ToolCallDelta &call : delta->toolCalls)
                    bytes += call.arguments.size();
                m_facts.textBytes += static_cast<std::int64_t>(bytes);
            } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
                m_facts.usage = report->usage;
                m_facts.billed = report->billed;
            }
            m_facts.finished = m_facts.finished || std::holds_alternative<chat::Finish>(event);
            m_facts.ended = m_facts.ended || std::holds_alternative<chat::End>(event);
        }
        return {};
    }

    const std::unique_ptr<EventDecoder> m_decoder;
    AnswerFacts m_facts;
};

}   // namespace

std::unique_ptr<Relay> newMeter(std::unique_ptr<EventDecoder> decoder)
{
    return std::make_unique<Meter>(std::move(decoder));
}

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

Result<Token> readOAuthToken(int status, std::string_view body, std::string_view who,
                             std::initializer_list<std::string_view> reasons)
{
    constexpr std::int64_t kUsualLifeS = 3600;
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    const std::string_view token = object ? json::stringOr(*object, "access_token") : std::string_view();
    if (status == 200 && !token.empty())
        return Token{Secret(std::string(token)), json::findInt(*object, "expires_in").value_or(kUsualLifeS)};
    std::string_view why = object ? "no reason" : "its answer is no JSON";
    for (const std::string_view key : reasons) {
        const std::string_view told = object ? json::stringOr(*object, key) : std::string_view();
        if (told.empty())
            continue;
        why = told;
        break;
    }
    return Error{.code = ErrorCode::UpstreamAuthentication,
                 .message = std::string(who) + " gave no token: " + std::string(why)};
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
