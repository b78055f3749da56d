#include "core/translation/answer.h"

#include <algorithm>
#include <cmath>

namespace gw::translation {

Answer::Answer(const AnswerSetup &setup)
    : m_setup(setup)
    , m_answerOptions{setup.options.model, setup.options.giveUsage, setup.options.estimatedInput,
                      setup.stores}
{
    const bool wantsStream = setup.call->stream;
    m_facts.billed = setup.call->billed;
    const bool passed = chat::isPassed(setup.call->shape);
    if (setup.adapter && (passed || (!setup.encoder && !setup.hubOnly && setup.call->relayable &&
                                     wantsStream == setup.providerStreams)))
        m_relay = setup.adapter->newRelay(*setup.call, *setup.target, setup.options);
    if (m_relay)
        return;
    if (setup.adapter)
        m_decoder = setup.adapter->newDecoder(*setup.call, *setup.target, setup.providerStreams);
    if (wantsStream && !setup.encoder)
        m_ownEncoder = setup.dialect->newStreamEncoder(*setup.call, m_answerOptions);
    if (wantsStream)
        m_encoder = setup.encoder ? setup.encoder : m_ownEncoder.get();
    else
        m_response.emplace();
}

const providers::AnswerFacts &Answer::facts() const
{
    return m_relay ? m_relay->facts() : m_facts;
}

Result<void> Answer::feed(std::string_view bytes, std::string &out)
{
    if (m_relay)
        return m_relay->feed(bytes, out);
    GW_TRY(chat::Events events, m_decoder->feed(bytes));
    return take(events, out);
}

Result<void> Answer::finish(std::string &out)
{
    if (m_relay) {
        GW_CHECK(m_relay->finish(out));
        m_estimated = !m_relay->facts().usage.known() && !m_relay->facts().billed.known();
        return {};
    }
    GW_TRY(chat::Events events, m_decoder->finish());
    GW_CHECK(take(events, out));
    if (m_response) {
        if (m_response->failure)
            return *m_response->failure;
        if (!m_response->ended)
            return Error{.code = ErrorCode::UpstreamConnection,
                         .message = "the provider's answer ended too early"};
        out += m_setup.dialect->encodeWhole(*m_setup.call, *m_response, m_answerOptions);
    }
    return {};
}

Result<void> Answer::play(chat::Events events, std::string &out)
{
    GW_CHECK(take(events, out));
    if (m_response)
        out += m_setup.dialect->encodeWhole(*m_setup.call, *m_response, m_answerOptions);
    return {};
}

Result<void> Answer::take(chat::Events &events, std::string &out)
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        // Clients count on usage; where the provider said none, the estimate goes in front of the end.
        if (std::holds_alternative<chat::End>(events[i]) && !m_usageSeen && !m_facts.billed.known()) {
            chat::Event usage = estimate();
            m_estimated = true;
            GW_CHECK(takeOne(usage, out));
        }
        GW_CHECK(takeOne(events[i], out));
    }
    return {};
}

Result<void> Answer::takeOne(chat::Event &event, std::string &out)
{
    note(event);
    if (const auto *failure = std::get_if<chat::Failure>(&event))
        return failure->error;
    if (m_setup.encoder && std::holds_alternative<chat::Start>(event))
        return {};   // The client's stream has begun already.
    if (auto *report = std::get_if<chat::UsageReport>(&event); report && m_setup.before) {
        report->native.clear();
        report->usage.input = std::max<std::int64_t>(report->usage.input, 0) + m_setup.before->input;
        report->usage.output = std::max<std::int64_t>(report->usage.output, 0) + m_setup.before->output;
        report->usage.total = report->usage.input + report->usage.output;
    }
    if (m_encoder)
        m_encoder->encode(event, out);
    else
        m_response->fold(std::move(event));
    return {};
}

void Answer::note(const chat::Event &event)
{
    if (const auto *start = std::get_if<chat::Start>(&event)) {
        m_facts.providerId = start->id;
        m_facts.model = start->model;
        m_facts.billed.serviceTier = json::stringOr(start->extras, "service_tier");
    } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
        std::size_t bytes = delta->text.value_or("").size() + delta->reasoning.value_or("").size() +
                            delta->refusal.value_or("").size();
        for (const chat::ToolCallDelta &call : delta->toolCalls)
            bytes += call.arguments.size();
        noteOpaque(*delta);
        m_facts.toolCalls = m_facts.toolCalls || !delta->toolCalls.empty();
        m_facts.textBytes += static_cast<std::int64_t>(bytes);
        m_facts.contentStarted = m_facts.contentStarted || bytes > 0 || !delta->toolCalls.empty();
    } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
        m_facts.usage = report->usage;
        std::string tier =
            report->billed.serviceTier.empty() ? m_facts.billed.serviceTier : report->billed.serviceTier;
        if (report->billed.known())
            m_facts.billed = report->billed;
        m_facts.billed.serviceTier = std::move(tier);
        m_facts.billed.statedCost = report->billed.statedCost;
        m_usageSeen = true;
    } else if (std::holds_alternative<chat::Finish>(event)) {
        m_facts.finished = true;
    } else if (std::holds_alternative<chat::End>(event)) {
        m_facts.ended = true;
        keepOpaque();
    }
}

// Clients of some dialects cannot hand back what a model signed; it is kept here by the ids of the calls.
void Answer::noteOpaque(const chat::Delta &delta)
{
    if (delta.choice != 0 || !m_setup.stores || !m_setup.adapter)
        return;
    const auto open = [this]() -> chat::Part & {
        if (m_thinking.empty() || m_thinking.back().kind != chat::Part::Kind::Thinking ||
            !m_thinking.back().signature.empty())
            m_thinking.emplace_back().kind = chat::Part::Kind::Thinking;
        return m_thinking.back();
    };
    if (delta.reasoning && !delta.reasoning->empty())
        open().text += *delta.reasoning;
    if (!delta.signature.empty()) {
        if (m_thinking.empty() || m_thinking.back().kind != chat::Part::Kind::Thinking)
            m_thinking.emplace_back().kind = chat::Part::Kind::Thinking;
        m_thinking.back().signature += delta.signature;
    }
    if (!delta.redacted.empty()) {
        chat::Part &block = m_thinking.emplace_back();
        block.kind = chat::Part::Kind::RedactedThinking;
        block.text = delta.redacted;
    }
    for (const chat::ToolCallDelta &call : delta.toolCalls) {
        const auto [it, added] = m_opaque.try_emplace(call.index);
        auto &[id, opaque] = it->second;
        if (!call.id.empty())
            id = call.id;
        if (added)
            opaque.thinking = m_thinking;
        opaque.signature += call.signature;
    }
}

void Answer::keepOpaque()
{
    for (auto &[index, entry] : m_opaque) {
        auto &[id, opaque] = entry;
        if (id.empty() || (opaque.signature.empty() && opaque.thinking.empty()))
            continue;
        opaque.scope = m_setup.adapter->opaqueScope(*m_setup.target);
        m_setup.stores->opaque.keep(id, std::move(opaque), m_setup.unixS);
    }
    m_opaque.clear();
}

void Answer::writeError(const Error &error, std::string &out)
{
    if (m_encoder)
        m_encoder->encodeError(error, out);
    else
        out +=
            m_setup.dialect->encodeStreamError(error, {.id = facts().providerId, .events = facts().events});
}

chat::UsageReport Answer::estimate() const
{
    chat::UsageReport report;
    report.usage.input = m_setup.options.estimatedInput;
    report.usage.output = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(m_facts.textBytes) / m_setup.options.bytesPerToken));
    report.usage.total = report.usage.input + report.usage.output;
    report.estimated = true;
    return report;
}

}   // namespace gw::translation
