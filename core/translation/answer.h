#pragma once

#include "core/chat/response.h"
#include "core/dialects/dialect.h"
#include "core/providers/adapter.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace gw::translation {

struct AnswerSetup
{
    const dialects::Dialect *dialect = nullptr;
    const providers::Adapter *adapter = nullptr;   // Null for answers made here (mock).
    const chat::Call *call = nullptr;
    const providers::Target *target = nullptr;
    providers::RelayOptions options;
    bool providerStreams = false;   // The provider answers with an event stream.
    dialects::Stores *stores = nullptr;
    std::int64_t unixS = 0;   // Now.
    bool hubOnly = false;
    // Of a client's stream that another attempt has begun; null: the answer begins it.
    dialects::StreamEncoder *encoder = nullptr;
    const chat::Usage *before = nullptr;   // What that attempt used.
};

// Turns one provider's answer into one client's: relayed where the shapes agree, decoded and encoded where
// they do not. Made per attempt. An error is the provider's own or a broken answer; what was put out before
// it has been said.
class Answer
{
public:
    explicit Answer(const AnswerSetup &setup);

    Result<void> feed(std::string_view bytes, std::string &out);
    Result<void> finish(std::string &out);
    // For answers made here: events instead of bytes.
    Result<void> play(chat::Events events, std::string &out);

    // The error as it looks inside the stream that has begun.
    void writeError(const Error &error, std::string &out);

    const providers::AnswerFacts &facts() const;
    const dialects::AnswerOptions &options() const noexcept { return m_answerOptions; }
    // The encoder of the client's stream, when the answer made one: for whoever goes on with the stream.
    std::unique_ptr<dialects::StreamEncoder> releaseEncoder() { return std::move(m_ownEncoder); }
    // Of what goes to the client, where that is not the provider's own; else empty.
    std::string_view contentType() const { return m_relay ? m_relay->contentType() : std::string_view(); }
    // The client got the provider's own bytes, ids included.
    bool relayed() const noexcept { return m_relay != nullptr; }
    // What is billed was said, by the provider or by the request itself, and not estimated.
    bool exact() const { return (facts().usage.known() || facts().billed.known()) && !m_estimated; }

private:
    Result<void> take(chat::Events &events, std::string &out);
    Result<void> takeOne(chat::Event &event, std::string &out);
    void note(const chat::Event &event);
    void noteOpaque(const chat::Delta &delta);
    void keepOpaque();
    chat::UsageReport estimate() const;

    AnswerSetup m_setup;
    std::unique_ptr<providers::Relay> m_relay;
    std::unique_ptr<providers::EventDecoder> m_decoder;
    std::unique_ptr<dialects::StreamEncoder> m_ownEncoder;
    dialects::StreamEncoder *m_encoder = nullptr;   // Streams only.
    dialects::AnswerOptions m_answerOptions;
    std::optional<chat::Response> m_response;   // Whole answers only.
    providers::AnswerFacts m_facts;
    // What the opaque store shall keep for the next turn: reasoning so far, and the calls behind it.
    std::vector<chat::Part> m_thinking;
    std::map<int, std::pair<std::string, chat::Opaque>>
        m_opaque;   // By call index: id and what belongs to it.
    bool m_usageSeen = false;
    bool m_estimated = false;
};

}   // namespace gw::translation
