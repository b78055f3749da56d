#pragma once

#include "core/chat/call.h"
#include "core/chat/opaquestore.h"
#include "core/chat/response.h"
#include "core/dialects/responsestore.h"
#include "core/wire/headers.h"
#include "core/wire/query.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Client-facing APIs: they read requests and write answers, and see neither sockets nor providers.
namespace gw::dialects {

// One way into a dialect.
struct Route
{
    std::string pattern;   // As http::RouteTable reads it.
    // Where the pattern ends in "{rest...}": what stands behind the model there ("/chat/completions",
    // ":generateContent"). Empty: the path names no model.
    std::string suffix = {};
    std::string name = {};     // As ledger and metrics call it: "/v1/chat/completions".
    std::string action = {};   // Tells decode() which of the dialect's operations is meant.
};

// What dialects keep between requests. Thread-safe; one for the whole gateway.
struct Stores
{
    chat::OpaqueStore opaque;
    ResponseStore responses;
};

// One request as it came in. References are valid for the call only.
struct Inbound
{
    std::string_view pathModel = {};   // Of the route; replaces the body's model.
    std::string_view action = {};
    const wire::Query *query = nullptr;
    const wire::Headers *headers = nullptr;
    Stores *stores = nullptr;
    std::string_view owner = {};      // Hash of the caller's key: whose kept answers may be read.
    std::string_view answerId = {};   // The client has been told it already; empty: the dialect makes one.
    std::string body = {};
};

struct ErrorReply
{
    int status = 500;
    std::string body;   // JSON in the dialect's own shape.
};

// What the answer must say whatever the provider said.
struct AnswerOptions
{
    std::string model;        // The name the client asked for; empty: the provider's stays.
    bool giveUsage = false;   // A stream carries the usage chunk.
    std::int64_t estimatedInput = 0;
    Stores *stores = nullptr;
};

// What a client has already got of an answer that was relayed, where its dialect numbers that.
struct Relayed
{
    std::string_view id = {};   // The provider's, of the answer.
    std::int64_t events = 0;
};

// Writes one streamed answer. Made per exchange, never shared.
class StreamEncoder
{
public:
    virtual ~StreamEncoder() = default;
    // Appends the bytes that tell the client of event; may append nothing.
    virtual void encode(const chat::Event &event, std::string &out) = 0;
    // Appends the error in the shape it has inside a stream that has begun; nothing follows.
    virtual void encodeError(const Error &error, std::string &out) = 0;
};

// Of dialects whose answers are never streamed; the engine does not ask for one.
class NoStreamEncoder final : public StreamEncoder
{
public:
    void encode(const chat::Event &, std::string &) override {}
    void encodeError(const Error &, std::string &) override {}
};

// One client-facing API. Stateless; one instance serves every exchange of every worker.
class Dialect
{
public:
    virtual ~Dialect() = default;
    virtual std::vector<Route> routes() const = 0;
    virtual Result<chat::Call> decode(Inbound in) const = 0;
    virtual std::string_view streamContentType(const chat::Call &call) const
    {
        static_cast<void>(call);
        return "text/event-stream; charset=utf-8";
    }
    // What tells the client between two events of a stream that the gateway still waits; empty where the
    // dialect has no such thing.
    virtual std::string_view ping() const { return {}; }
    // It may come before the first event too.
    virtual bool pingsFirst() const { return false; }
    virtual std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &call,
                                                            const AnswerOptions &options) const = 0;
    virtual std::string encodeWhole(const chat::Call &call, const chat::Response &response,
                                    const AnswerOptions &options) const = 0;
    // The answer to Operation::CountTokens.
    virtual std::string encodeCount(std::int64_t tokens) const
    {
        static_cast<void>(tokens);
        return "{}";
    }
    virtual ErrorReply encodeError(const Error &error) const = 0;
    // The error as an event inside a running stream that no encoder of ours wrote (it was relayed).
    virtual std::string encodeStreamError(const Error &error, const Relayed &before) const = 0;
};

using DialectPtr = std::unique_ptr<Dialect>;

// One instance of every dialect in apis/, by its file's name. Immutable; shared by all threads.
class Dialects
{
public:
    static const Dialects &all();

    const Dialect &operator[](std::string_view id) const;   // Must exist.
    const std::vector<std::pair<std::string, DialectPtr>> &list() const noexcept { return m_dialects; }

private:
    Dialects();
    std::vector<std::pair<std::string, DialectPtr>> m_dialects;
};

}   // namespace gw::dialects
