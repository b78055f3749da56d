#include "core/translation/continuation.h"

#include <algorithm>

namespace gw::translation {

namespace {

// Plain text of the one choice, and nothing that ends or decorates it.
bool isPlain(const chat::Event &event)
{
    if (const auto *delta = std::get_if<chat::Delta>(&event))
        return delta->choice == 0 && delta->reasoning.value_or("").empty() && delta->signature.empty() &&
               delta->redacted.empty() && delta->refusal.value_or("").empty() && delta->toolCalls.empty() &&
               delta->extras.empty();
    return std::holds_alternative<chat::Start>(event) || std::holds_alternative<chat::UsageReport>(event) ||
           std::holds_alternative<chat::Failure>(event);
}

}   // namespace

void Continuation::begin(bool wanted)
{
    m_wanted = wanted;
    m_tooMuch = false;
    m_bytes.clear();
}

void Continuation::keep(std::string_view bytes)
{
    if (!m_wanted || m_tooMuch)
        return;
    m_tooMuch = m_bytes.size() + bytes.size() > kMost;
    if (m_tooMuch)
        m_bytes.clear();
    else
        m_bytes += bytes;
}

bool Continuation::broken(const AnswerSetup &setup)
{
    m_events.clear();
    if (!m_wanted || m_tooMuch || !setup.adapter)
        return false;
    const auto decoder = setup.adapter->newDecoder(*setup.call, *setup.target, setup.providerStreams);
    // What cannot be read is what broke it: the events in front of it are what was said.
    for (const char byte : m_bytes) {
        auto events = decoder->feed(std::string_view(&byte, 1));
        if (!events.ok())
            break;
        std::ranges::move(events.value(), std::back_inserter(m_events));
    }
    return std::ranges::all_of(m_events, isPlain);
}

Result<void> Continuation::takeOver(const AnswerSetup &setup, Answer &answer, chat::Call &call)
{
    if (!m_encoder)
        m_encoder = answer.releaseEncoder();
    if (!m_encoder) {
        // The client has got the provider's own bytes: an encoder of ours is brought to the same place.
        m_encoder = setup.dialect->newStreamEncoder(*setup.call, answer.options());
        std::string unseen;
        for (const chat::Event &event : m_events) {
            if (std::holds_alternative<chat::Start>(event) || std::holds_alternative<chat::Delta>(event))
                m_encoder->encode(event, unseen);
        }
    }
    for (const chat::Event &event : m_events) {
        if (const auto *delta = std::get_if<chat::Delta>(&event))
            m_said += delta->text.value_or("");
    }
    m_events.clear();
    return call.continueFrom(m_said);
}

void Continuation::addUsage(const chat::Usage &usage)
{
    m_before.input = std::max<std::int64_t>(m_before.input, 0) + std::max<std::int64_t>(usage.input, 0);
    m_before.output = std::max<std::int64_t>(m_before.output, 0) + std::max<std::int64_t>(usage.output, 0);
}

}   // namespace gw::translation
