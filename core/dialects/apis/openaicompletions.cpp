#include "core/dialects/chunks.h"
#include "core/dialects/decode.h"
#include "core/dialects/dialect.h"
#include "core/dialects/errors.h"

namespace gw::dialects {

namespace {

Result<chat::CanonicalRequest> buildCompletion(const chat::Call &call)
{
    GW_TRY(json::Object params, parseParams(call));
    chat::CompletionRequest request;
    request.model = call.model;
    request.stream = call.stream;
    request.prompt = params["prompt"];
    params.erase("prompt");
    request.params = std::move(params);
    return chat::CanonicalRequest(std::move(request));
}

class CompletionStreamEncoder final : public StreamEncoder
{
public:
    explicit CompletionStreamEncoder(const AnswerOptions &options)
        : m_options(options)
    {}

    void encode(const chat::Event &event, std::string &out) override
    {
        if (const auto *start = std::get_if<chat::Start>(&event)) {
            m_start = *start;
            if (m_start.id.empty())
                m_start.id = newAnswerId("cmpl-");
        } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
            // Reasoning and tool calls have no place in a text completion.
            if (delta->text && (!delta->text->empty() || !delta->choiceExtras.empty()))
                writeChunk(out, delta->choice, *delta->text, delta->choiceExtras, nullptr);
        } else if (const auto *finish = std::get_if<chat::Finish>(&event)) {
            const json::Value reason(stopName(finish->reason));
            writeChunk(out, finish->choice, "", {}, &reason);
        } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
            if (m_options.giveUsage) {
                json::Object chunk = answerHead(m_start, m_options, "text_completion", "cmpl-");
                chunk["choices"] = json::Array();
                chunk["usage"] = usageObject(*report);
                appendData(out, chunk);
            }
        } else if (std::holds_alternative<chat::End>(event)) {
            out += "data: [DONE]\n\n";
        }
    }

    void encodeError(const Error &error, std::string &out) override { out += openAiStreamError(error); }

private:
    void writeChunk(std::string &out, int index, std::string_view text, const json::Object &extras,
                    const json::Value *reason)
    {
        json::Object chunk = answerHead(m_start, m_options, "text_completion", "cmpl-");
        json::Object choice{{"text", text}, {"index", index}, {"logprobs", nullptr}};
        choice["finish_reason"] = reason ? *reason : json::Value(nullptr);
        for (const auto &member : extras)
            choice[member.key()] = member.value();
        chunk["choices"] = json::Array{std::move(choice)};
        appendData(out, chunk);
    }

    AnswerOptions m_options;
    chat::Start m_start;
};

// /v1/completions, the legacy text API. Chat-only providers are bridged: prompt to user message and back.
class OpenAiCompletions final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *pattern : {"/v1/completions", "/completions"})
            routes.push_back({.pattern = pattern, .name = "/v1/completions"});
        for (const char *pattern : {"/engines/{rest...}", "/openai/deployments/{rest...}"})
            routes.push_back({.pattern = pattern, .suffix = "/completions", .name = "/v1/completions"});
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        return decodeCommon(chat::Shape::OpenAiCompletions, std::move(in), "prompt", &buildCompletion);
    }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &,
                                                    const AnswerOptions &options) const override
    {
        return std::make_unique<CompletionStreamEncoder>(options);
    }

    std::string encodeWhole(const chat::Call &, const chat::Response &response,
                            const AnswerOptions &options) const override
    {
        json::Object answer = answerHead(response.start, options, "text_completion", "cmpl-");
        json::Array choices;
        for (const auto &[index, choice] : response.choices) {
            json::Object object{{"text", choice.text.value_or("")}, {"index", index}, {"logprobs", nullptr}};
            object["finish_reason"] =
                chat::stopName(choice.finish ? choice.finish->reason : chat::Stop::Stop);
            for (const auto &member : choice.choiceExtras)
                object[member.key()] = member.value();
            choices.emplace_back(std::move(object));
        }
        answer["choices"] = std::move(choices);
        if (response.usage)
            answer["usage"] = usageObject(*response.usage);
        return json::serialize(answer);
    }

    ErrorReply encodeError(const Error &error) const override { return openAiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return openAiStreamError(error);
    }
};

}   // namespace

DialectPtr create_openaicompletions();

DialectPtr create_openaicompletions()
{
    return std::make_unique<OpenAiCompletions>();
}

}   // namespace gw::dialects
