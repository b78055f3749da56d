#pragma once

#include "core/providers/adapter.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

// What decoders of all families share.
namespace gw::providers {

// The answer does not have the form of its API. UpstreamMalformed.
Error malformed(std::string_view why);
// The connection has ended, the answer has not: its own end marker is missing. UpstreamConnection.
Error endedBefore(std::string_view marker);

// Base of decoders of answers that are one JSON object: gathers its bytes and reads it at their end.
class WholeAnswer : public EventDecoder
{
public:
    Result<chat::Events> feed(std::string_view bytes) final
    {
        m_body += bytes;
        return chat::Events();
    }
    Result<chat::Events> finish() final;

protected:
    // The object may be taken apart.
    virtual Result<chat::Events> read(json::Object &answer) = 0;

private:
    std::string m_body;
};

// Reads an answer that goes on untouched, and writes nothing: for what it has used.
std::unique_ptr<Relay> newMeter(std::unique_ptr<EventDecoder> decoder);

// The answer of an OAuth token service (RFC 6749, 5.1 and 5.2). UpstreamAuthentication says who gave no
// token, and the first of reasons that its answer holds.
Result<Token> readOAuthToken(int status, std::string_view body, std::string_view who,
                             std::initializer_list<std::string_view> reasons = {"error"});

// The usage of requests that only read.
chat::UsageReport inputOnly(std::int64_t tokens);

// Vectors of an embedding provider, as OpenAI lists them.
class Vectors
{
public:
    void add(json::Value vector);
    bool empty() const noexcept { return m_data.empty(); }
    // The whole answer. Takes the vectors.
    chat::Events events(chat::Start start, std::optional<chat::UsageReport> usage);

private:
    json::Array m_data;
};

}   // namespace gw::providers
