#pragma once

#include "core/base/result.h"
#include "core/chat/call.h"
#include "core/chat/response.h"

#include <memory>
#include <string>

// Client-facing APIs: they read requests and write answers, and see neither sockets nor providers.
namespace gw::dialects {

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
};

// Writes one streamed answer. Made per exchange, never shared.
class StreamEncoder
{
public:
    virtual ~StreamEncoder() = default;
    // Appends the bytes that tell the client of event; may append nothing.
    virtual void encode(const chat::Event &event, std::string &out) = 0;
};

// One client-facing API. Stateless; one instance serves every exchange of every worker.
class Dialect
{
public:
    virtual ~Dialect() = default;
    // pathModel replaces the body's model where the route names one.
    virtual Result<chat::Call> decode(std::string_view pathModel, std::string body) const = 0;
    virtual std::unique_ptr<StreamEncoder> newStreamEncoder(const AnswerOptions &options) const = 0;
    virtual std::string encodeWhole(const chat::Response &response, const AnswerOptions &options) const = 0;
    virtual ErrorReply encodeError(const Error &error) const = 0;
    // The error as an event inside a running stream.
    virtual std::string encodeStreamError(const Error &error) const = 0;
};

// /v1/chat/completions (WIRE: OpenAI Chat Completions).
class OpenAiChat final : public Dialect
{
public:
    Result<chat::Call> decode(std::string_view pathModel, std::string body) const override;
    std::unique_ptr<StreamEncoder> newStreamEncoder(const AnswerOptions &options) const override;
    std::string encodeWhole(const chat::Response &response, const AnswerOptions &options) const override;
    ErrorReply encodeError(const Error &error) const override;
    std::string encodeStreamError(const Error &error) const override;
};

// /v1/completions, the legacy text API. Chat-only providers are bridged: prompt to user message and back.
class OpenAiCompletions final : public Dialect
{
public:
    Result<chat::Call> decode(std::string_view pathModel, std::string body) const override;
    std::unique_ptr<StreamEncoder> newStreamEncoder(const AnswerOptions &options) const override;
    std::string encodeWhole(const chat::Response &response, const AnswerOptions &options) const override;
    ErrorReply encodeError(const Error &error) const override;
    std::string encodeStreamError(const Error &error) const override;
};

// /v1/embeddings. Answers are one JSON object; there is no stream.
class OpenAiEmbeddings final : public Dialect
{
public:
    Result<chat::Call> decode(std::string_view pathModel, std::string body) const override;
    std::unique_ptr<StreamEncoder> newStreamEncoder(const AnswerOptions &options) const override;
    std::string encodeWhole(const chat::Response &response, const AnswerOptions &options) const override;
    ErrorReply encodeError(const Error &error) const override;
    std::string encodeStreamError(const Error &error) const override;
};

}   // namespace gw::dialects
