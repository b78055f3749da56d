#include "core/providers/adapters/openai/reasoningdetails.h"

#include <algorithm>

namespace gw::providers::openai {

namespace {

constexpr std::string_view kSeal = "openrouter-reasoning:";

// Adds one piece of a stream: texts of the same detail are joined, everything else replaces.
void merge(json::Array &details, const json::Object &piece)
{
    const auto same = [&](const json::Value &known) {
        const json::Object &object = known.get_object();
        return json::stringOr(object, "type") == json::stringOr(piece, "type") &&
               json::findInt(object, "index") == json::findInt(piece, "index");
    };
    const auto found = piece.contains("index") ? std::ranges::find_if(details, same) : details.end();
    if (found == details.end()) {
        details.emplace_back(piece);
        return;
    }
    json::Object &object = found->get_object();
    for (const auto &member : piece) {
        const std::string_view key = member.key();
        const auto before = json::findString(object, key);
        const bool grows = key == "text" || key == "summary" || key == "data" || key == "signature";
        if (grows && before && member.value().is_string())
            object[key] = std::string(*before) + std::string(member.value().get_string());
        else if (!member.value().is_null())
            object[key] = member.value();
    }
}

class DetailsDecoder final : public EventDecoder
{
public:
    explicit DetailsDecoder(std::unique_ptr<EventDecoder> inner)
        : m_inner(std::move(inner))
    {}

    Result<chat::Events> feed(std::string_view bytes) override { return gathered(m_inner->feed(bytes)); }
    Result<chat::Events> finish() override { return gathered(m_inner->finish()); }

private:
    Result<chat::Events> gathered(Result<chat::Events> events)
    {
        if (!events.ok())
            return events;
        chat::Events out;
        for (chat::Event &event : events.value()) {
            if (auto *delta = std::get_if<chat::Delta>(&event); delta && delta->choice == 0) {
                take(delta->extras);
                // The reasoning is over when something else begins.
                if ((delta->text && !delta->text->empty()) || !delta->toolCalls.empty())
                    delta->signature += sealed();
            } else if (std::holds_alternative<chat::Finish>(event)) {
                chat::Delta last;
                last.signature = sealed();
                if (!last.signature.empty())
                    out.emplace_back(std::move(last));
            }
            out.push_back(std::move(event));
        }
        return out;
    }

    void take(json::Object &extras)
    {
        if (const json::Array *pieces = json::findArray(extras, "reasoning_details")) {
            for (const json::Value &piece : *pieces) {
                if (piece.is_object())
                    merge(m_details, piece.get_object());
            }
        }
        extras.erase("reasoning_details");
    }

    // Plain reasoning, signed by nobody, is not worth carrying twice.
    std::string sealed()
    {
        const json::Array details = std::move(m_details);
        m_details = {};
        const bool worth = std::ranges::any_of(details, [](const json::Value &detail) {
            return !json::stringOr(detail.get_object(), "signature").empty() ||
                   !json::stringOr(detail.get_object(), "data").empty();
        });
        return worth ? std::string(kSeal) + json::serialize(details) : std::string();
    }

    std::unique_ptr<EventDecoder> m_inner;
    json::Array m_details;
};

}   // namespace

std::unique_ptr<EventDecoder> newDetailsDecoder(std::unique_ptr<EventDecoder> inner)
{
    return std::make_unique<DetailsDecoder>(std::move(inner));
}

std::optional<json::Array> openDetails(std::string_view signature)
{
    if (!signature.starts_with(kSeal))
        return std::nullopt;
    auto value = json::parse(signature.substr(kSeal.size()));
    if (!value.ok() || !value.value().is_array())
        return std::nullopt;
    return std::move(value.value().get_array());
}

}   // namespace gw::providers::openai
