#pragma once

#include "core/providers/adapters/gemini/dialect.h"

namespace gw::providers::gemini {

// What AI Studio and Vertex AI share: generateContent bodies and answers. They differ in where requests go
// and how they are signed.
class GoogleAdapter : public Adapter
{
public:
    explicit GoogleAdapter(bool vertex)
        : m_vertex(vertex)
    {}

    Result<void> takes(const chat::Call &call, const Target &target) const override;
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override;
    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override;
    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                    const RelayOptions &options) const override;
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override;
    std::vector<std::string> mediaWanted(const chat::Call &call, const Target &target) const override;
    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override;
    std::optional<std::int64_t> readCount(std::string_view body) const override;
    Result<void> authorize(WireRequest &request, const Target &target,
                           const EncodeContext &context) const override;

protected:
    // method: "generateContent", "streamGenerateContent?alt=sse" ...
    virtual std::string urlFor(const Target &target, std::string_view model,
                               std::string_view method) const = 0;
    virtual void addAuth(wire::Headers &headers, const Target &target,
                         const EncodeContext &context) const = 0;
    virtual Result<WireRequest> encodeEmbeddings(const chat::EmbeddingRequest &request, const Target &target,
                                                 const EncodeContext &context) const = 0;
    WireRequest requestTo(std::string url, const Target &target, const EncodeContext &context,
                          bool streamed) const;

private:
    Result<WireRequest> encodeMedia(const chat::Call &call, const Target &target,
                                    const EncodeContext &context) const;
    Result<json::Object> hubBody(const chat::Call &call, const Target &target, const EncodeContext &context,
                                 std::vector<std::string> &dropped) const;

    const bool m_vertex;
};

}   // namespace gw::providers::gemini
