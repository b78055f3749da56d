#include "core/dialects/dialect.h"
#include "core/dialects/messagesanswer.h"
#include "core/dialects/messagesrequest.h"

namespace gw::dialects {

namespace {

// Anthropic's /v1/messages and its token counter, for models of every provider.
class Messages final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const std::string base : {"/v1/messages", "/messages"}) {
            routes.push_back({.pattern = base, .name = "/v1/messages"});
            routes.push_back(
                {.pattern = base + "/count_tokens", .name = "/v1/messages/count_tokens", .action = "count"});
        }
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override { return decodeMessages(std::move(in)); }

    // Clients of this API take pings anywhere, and give up on silence.
    std::string_view ping() const override { return "event: ping\ndata: {\"type\":\"ping\"}\n\n"; }
    bool pingsFirst() const override { return true; }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &,
                                                    const AnswerOptions &options) const override
    {
        return newMessagesEncoder(options);
    }

    std::string encodeWhole(const chat::Call &, const chat::Response &response,
                            const AnswerOptions &options) const override
    {
        return encodeMessage(response, options);
    }

    std::string encodeCount(std::int64_t tokens) const override
    {
        return "{\"input_tokens\":" + std::to_string(tokens) + "}";
    }

    ErrorReply encodeError(const Error &error) const override { return messagesError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return messagesStreamError(error);
    }
};

}   // namespace

DialectPtr create_messages();

DialectPtr create_messages()
{
    return std::make_unique<Messages>();
}

}   // namespace gw::dialects
