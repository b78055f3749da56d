#pragma once

#include "core/providers/adapters/anthropic/anthropicadapter.h"

namespace gw::providers::vertex {

// Claude on Vertex AI: bodies and answers of the Messages API, with the model in the path, a version in the
// body and Google's credentials.
class VertexClaude final : public anthropic::AnthropicAdapter
{
public:
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override;
    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override;
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override;

protected:
    // The credentials are not the target's key; they are added when the request is there.
    void addAuth(wire::Headers &headers, const Target &target) const override;
};

}   // namespace gw::providers::vertex
