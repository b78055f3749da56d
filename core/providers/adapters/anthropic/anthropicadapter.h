#pragma once

#include "core/providers/adapter.h"

namespace gw::providers::anthropic {

// The Messages API, for Anthropic and every provider that speaks it, by its catalog row. Variants override
// where requests go and how they are signed.
class AnthropicAdapter : public Adapter
{
public:
    // Signatures are valid for the whole family of Claude models.
    std::string opaqueScope(const Target &target) const override;
    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override;
    std::optional<std::int64_t> readCount(std::string_view body) const override;
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override;
    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override;
    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                    const RelayOptions &options) const override;
    bool repeatsWithoutThinking(const Error &error) const override;
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override;
    Result<void> authorize(WireRequest &request, const Target &target,
                           const EncodeContext &context) const override;

protected:
    virtual std::string urlFor(const Target &target) const;
    virtual void addAuth(wire::Headers &headers, const Target &target) const;

private:
    wire::Headers headersFor(const chat::Call &call, const Target &target, const EncodeContext &context,
                             const std::vector<std::string> &betas) const;
};

// True when a request's answer comes as the input of a tool that its client did not ask for.
bool answersByTool(const chat::Call &call, const Target &target);

}   // namespace gw::providers::anthropic
