#pragma once

#include "core/providers/adapter.h"

namespace gw::providers::openai {

// OpenAI's chat, legacy completions and embeddings, and every provider that speaks them, by its catalog row.
// Variants of the family override where requests go and how they are signed.
class OpenAiAdapter : public Adapter
{
public:
    // What is fetched for Hugging Face is a name, not a token.
    std::string tokenKey(const Target &target) const override;
    Result<TokenRequest> tokenRequest(const Target &target, std::int64_t unixS) const override;
    Result<Token> readTokenOf(const TokenRequest &asked, int status, std::string_view body,
                              std::int64_t unixS) const override;
    Result<void> takes(const chat::Call &call, const Target &target) const override;
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override;
    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override;
    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                    const RelayOptions &options) const override;
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override;

    Result<void> authorize(WireRequest &request, const Target &target,
                           const EncodeContext &context) const override;

protected:
    Result<WireRequest> encodeResponses(const chat::Call &call, const Target &target,
                                        const EncodeContext &context) const;
    Result<WireRequest> encodeOther(const chat::Call &call, const Target &target,
                                    const EncodeContext &context) const;
    // endpoint: "chat", "completions", "embeddings", "responses" or a call's path. model is what the body
    // will say and may be changed.
    virtual std::string urlFor(const Target &target, std::string_view endpoint, std::string &model) const;
    virtual void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &context) const;
};

}   // namespace gw::providers::openai
