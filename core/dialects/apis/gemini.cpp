#include "core/dialects/dialect.h"
#include "core/dialects/geminianswer.h"
#include "core/dialects/geminirequest.h"

namespace gw::dialects {

namespace {

// Google's generateContent family, for models of every provider.
class Gemini final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        static constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
            {":generateContent", "generate"},
            {":streamGenerateContent", "stream"},
            {":countTokens", "count"},
            {":embedContent", "embed"},
            {":batchEmbedContents", "batchEmbed"}};
        std::vector<Route> routes;
        for (const std::string base : {"/v1beta", "/v1", ""}) {
            for (const auto &[suffix, action] : kMethods)
                routes.push_back({.pattern = base + "/models/{rest...}",
                                  .suffix = std::string(suffix),
                                  .name = "/v1beta/models" + std::string(suffix),
                                  .action = std::string(action)});
        }
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override { return decodeGemini(std::move(in)); }

    std::string_view streamContentType(const chat::Call &call) const override
    {
        return notesOf(call).array ? "application/json; charset=utf-8" : "text/event-stream; charset=utf-8";
    }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &call,
                                                    const AnswerOptions &options) const override
    {
        return newGeminiEncoder(options, notesOf(call).array);
    }

    std::string encodeWhole(const chat::Call &call, const chat::Response &response,
                            const AnswerOptions &options) const override
    {
        if (call.operation == chat::Operation::Embed)
            return encodeEmbeddings(response, notesOf(call).batch);
        return encodeContent(response, options);
    }

    std::string encodeCount(std::int64_t tokens) const override
    {
        return "{\"totalTokens\":" + std::to_string(tokens) + "}";
    }

    ErrorReply encodeError(const Error &error) const override { return geminiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return geminiStreamError(error);
    }

private:
    static const GeminiNotes &notesOf(const chat::Call &call)
    {
        return static_cast<const GeminiNotes &>(*call.notes);
    }
};

}   // namespace

DialectPtr create_gemini();

DialectPtr create_gemini()
{
    return std::make_unique<Gemini>();
}

}   // namespace gw::dialects
