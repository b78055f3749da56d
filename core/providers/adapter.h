#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/chat/call.h"
#include "core/chat/event.h"
#include "core/chat/opaquestore.h"
#include "core/providers/target.h"
#include "core/wire/headers.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Provider-facing APIs: they write requests and read answers, and see neither sockets nor clients.
namespace gw::providers {

// One request in the provider's words.
struct WireRequest
{
    std::string url;
    wire::Headers headers;   // Credentials included.
    std::string body;
    std::vector<std::string> dropped;   // Parameters left out by drop_params.
    bool spliced = false;               // Made by editing the client's bytes.
    bool askedUsage = false;            // include_usage was put in by us.
};

// What was learnt of an answer while it passed. Counts of bytes are of text that reached the client.
struct AnswerFacts
{
    chat::Usage usage;
    chat::Billed billed;
    std::string providerId;
    std::string model;
    std::int64_t textBytes = 0;
    std::int64_t events = 0;       // Passed on, where the API numbers them (Responses).
    bool finished = false;         // A finish reason was seen.
    bool ended = false;            // The dialect's own end marker was seen, or the whole body was.
    bool contentStarted = false;   // The first token has passed.
    bool toolCalls = false;
};

// Turns one provider's bytes into canonical events. Made per attempt, never shared.
class EventDecoder
{
public:
    virtual ~EventDecoder() = default;
    virtual Result<chat::Events> feed(std::string_view bytes) = 0;
    // The connection has ended. A stream without its end marker is a Failure event.
    virtual Result<chat::Events> finish() = 0;
};

struct RelayOptions
{
    std::string model;                 // The name to give to the client; empty: the provider's stays.
    bool giveUsage = false;            // The client asked for the usage chunk.
    std::int64_t estimatedInput = 0;   // For answers whose usage the provider left out.
    double bytesPerToken = 4.0;
};

// Passes an answer of the client's own shape on, byte for byte but for small edits. Made per attempt, never
// shared.
class Relay
{
public:
    virtual ~Relay() = default;
    // Appends what may go to the client now. An error here is the provider's own, reported inside its answer.
    virtual Result<void> feed(std::string_view bytes, std::string &out) = 0;
    virtual Result<void> finish(std::string &out) = 0;
    virtual const AnswerFacts &facts() const = 0;
    // Of what is written; empty: what the provider calls its own.
    virtual std::string_view contentType() const { return {}; }
};

// What must be fetched before a request can be signed: an access token, from the provider's own token
// service.
struct TokenRequest
{
    WireRequest wire;
    std::string method = "POST";
    // Run instead of a request: its standard output is the body, status 200 when it ends well. No shell.
    std::string command = {};
    std::string step = {};   // The adapter's own mark, of requests in a row.
};

struct Token
{
    Secret value;
    std::int64_t lifeS = 3600;
    std::optional<TokenRequest> next = {};   // There is no token yet: this has to be asked first.
};

// One document or picture that a request names by URL, fetched for a provider that does not fetch itself.
struct Media
{
    std::string type;   // As its server said: "image/png".
    std::string bytes;
};
using MediaByUrl = std::map<std::string, Media, std::less<>>;

// What an adapter needs beside the call and its target.
struct EncodeContext
{
    bool hubOnly = false;
    std::int64_t unixS = 0;                         // For signatures.
    const wire::Headers *clientHeaders = nullptr;   // As the client sent them.
    const chat::OpaqueStore *opaque = nullptr;      // Reasoning and signatures of earlier turns.
    Secret token = {};                              // What tokenRequest() asked for.
    const MediaByUrl *media = nullptr;              // What mediaWanted() asked for.
    bool withoutThinking = false;                   // After repeatsWithoutThinking(): a second try.
};

// Stateless and const: one instance serves every exchange of every worker.
class Adapter
{
public:
    virtual ~Adapter() = default;
    // Names the provider and model that may be given back what this target's model has signed.
    virtual std::string opaqueScope(const Target &target) const
    {
        return target.provider + "/" + target.upstreamModel;
    }
    // Names the credentials that target needs a token for, and never holds them; tokens are kept under it.
    // Empty when target needs none, or has one in its config. Asked for on every request: cheap.
    virtual std::string tokenKey(const Target &target) const
    {
        static_cast<void>(target);
        return {};
    }
    // Asks for that token. unixS: seconds of now.
    virtual Result<TokenRequest> tokenRequest(const Target &target, std::int64_t unixS) const
    {
        static_cast<void>(target);
        static_cast<void>(unixS);
        return Error{.code = ErrorCode::Internal, .message = "this provider needs no token"};
    }
    virtual Result<Token> readToken(int status, std::string_view body) const
    {
        static_cast<void>(status);
        static_cast<void>(body);
        return Error{.code = ErrorCode::Internal, .message = "this provider needs no token"};
    }
    // The same where there are several requests in a row. unixS: when the first one was made.
    virtual Result<Token> readTokenOf(const TokenRequest &asked, int status, std::string_view body,
                                      std::int64_t unixS) const
    {
        static_cast<void>(asked);
        static_cast<void>(unixS);
        return readToken(status, body);
    }
    // URLs in the call's messages that the provider would not fetch itself.
    virtual std::vector<std::string> mediaWanted(const chat::Call &call, const Target &target) const
    {
        static_cast<void>(call);
        static_cast<void>(target);
        return {};
    }
    // The request that asks the provider how many tokens call has. Nothing when it cannot say: then the
    // gateway estimates.
    virtual Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                           const EncodeContext &context) const
    {
        static_cast<void>(call);
        static_cast<void>(target);
        static_cast<void>(context);
        return std::optional<WireRequest>();
    }
    virtual std::optional<std::int64_t> readCount(std::string_view body) const
    {
        static_cast<void>(body);
        return std::nullopt;
    }
    // Nothing when the provider takes calls of this shape, else the reason why it does not. Everybody takes
    // chats; asked before anything else is.
    virtual Result<void> takes(const chat::Call &call, const Target &target) const
    {
        if (call.path.empty())
            return {};
        return Error{.code = ErrorCode::NotImplemented,
                     .message = target.row->name + " has no /" + call.path + " that the gateway can reach"};
    }
    // The request for target: spliced from the client's bytes where the shapes agree and no rule asks for
    // more (unless hubOnly), else encoded from the canonical form. UnsupportedParam, BadRequest and
    // NotImplemented are the client's.
    virtual Result<WireRequest> encode(const chat::Call &call, const Target &target,
                                       const EncodeContext &context) const = 0;
    // streamed: the provider answers with an event stream, whatever was asked for.
    virtual std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                                     bool streamed) const = 0;
    // Null when the answer must go through the hub.
    virtual std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                            const RelayOptions &options) const = 0;
    // Where a client's own path goes (pass-through): the base it is appended to, without a slash at the end.
    virtual std::string passBase(const Target &target, std::string_view path) const
    {
        static_cast<void>(path);
        return target.baseUrl;
    }
    // Reads answers on such a path in the provider's own form, for the bill; null where that is not
    // understood. url: what was asked, without its query.
    virtual std::unique_ptr<EventDecoder> newOwnDecoder(std::string_view url, bool streamed) const
    {
        static_cast<void>(url);
        static_cast<void>(streamed);
        return nullptr;
    }
    // Adds the credentials, and what the provider always wants, to a request that a client wrote itself.
    virtual Result<void> authorize(WireRequest &request, const Target &target,
                                   const EncodeContext &context) const
    {
        static_cast<void>(request);
        static_cast<void>(context);
        return Error{.code = ErrorCode::NotImplemented, .message = target.provider + " has no pass-through"};
    }
    // True when error, of a request with reasoning of earlier turns, is about that reasoning: the same
    // request is tried once more without it.
    virtual bool repeatsWithoutThinking(const Error &error) const
    {
        static_cast<void>(error);
        return false;
    }
    // Reads an error answer (status 400 and above, or an error inside a 200).
    virtual Error readError(int status, const wire::Headers &headers, std::string_view body,
                            const Target &target) const = 0;
};

using AdapterPtr = std::unique_ptr<Adapter>;

}   // namespace gw::providers
