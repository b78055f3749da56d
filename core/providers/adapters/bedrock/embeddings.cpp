#include "core/providers/adapters/bedrock/embeddings.h"

#include "core/providers/decoding.h"

namespace gw::providers::bedrock {

namespace {

using chat::Events;

Error refused(std::string why)
{
    return {.code = ErrorCode::BadRequest, .message = std::move(why), .param = "input"};
}

Result<std::vector<std::string>> textsOf(const json::Value &input)
{
    std::vector<std::string> texts;
    if (input.is_string())
        texts.emplace_back(input.get_string());
    if (const json::Array *list = input.if_array()) {
        for (const json::Value &item : *list) {
            if (!item.is_string())
                return refused("this model embeds texts, not tokens");
            texts.emplace_back(item.get_string());
        }
    }
    if (texts.empty())
        return refused("'input' must be a text or a list of texts");
    return texts;
}

Result<std::string> singleText(const json::Value &input)
{
    GW_TRY(std::vector<std::string> texts, textsOf(input));
    if (texts.size() > 1)
        return refused("this model embeds one text at a time: 'input' holds " + std::to_string(texts.size()));
    return std::move(texts.front());
}

// OpenAI's word becomes the model's, and what OpenAI does not know goes on.
void addRest(json::Object &body, const json::Object &params, std::string_view dimensions)
{
    for (const auto &member : params) {
        const std::string_view key = member.key();
        if (key == "encoding_format" || key == "user" || member.value().is_null())
            continue;
        body[key == "dimensions" ? dimensions : key] = member.value();
    }
}

Result<json::Object> writeTitan(const chat::EmbeddingRequest &request)
{
    GW_TRY(const std::string text, singleText(request.input));
    json::Object body{{"inputText", text}};
    addRest(body, request.params, "dimensions");
    return body;
}

Result<json::Object> writeCohere(const chat::EmbeddingRequest &request)
{
    GW_TRY(const std::vector<std::string> texts, textsOf(request.input));
    json::Object body;
    body["texts"] = json::Array(texts.begin(), texts.end());
    body["input_type"] = "search_document";
    addRest(body, request.params, "output_dimension");
    return body;
}

Result<json::Object> writeNova(const chat::EmbeddingRequest &request)
{
    GW_TRY(const std::string text, singleText(request.input));
    json::Object params{{"embeddingPurpose", "GENERIC_INDEX"}};
    addRest(params, request.params, "embeddingDimension");
    json::Object inner{{"truncationMode", "END"}, {"value", text}};
    if (const json::Value *mode = params.if_contains("truncationMode"))
        inner["truncationMode"] = *mode;
    params.erase("truncationMode");
    params["text"] = std::move(inner);
    return json::Object{{"taskType", "SINGLE_EMBEDDING"}, {"singleEmbeddingParams", std::move(params)}};
}

class Decoder final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        Vectors vectors;
        if (json::Value *one = object.if_contains("embedding"))
            vectors.add(std::move(*one));
        json::Value *many = object.if_contains("embeddings");
        // Cohere names the number format when it was asked for more than one.
        if (json::Object *formats = many ? many->if_object() : nullptr)
            many = formats->empty() ? nullptr : &formats->begin()->value();
        if (json::Array *list = many ? many->if_array() : nullptr) {
            for (json::Value &item : *list) {
                json::Object *named = item.if_object();
                json::Value *inner = named ? named->if_contains("embedding") : nullptr;
                vectors.add(std::move(inner ? *inner : item));
            }
        }
        if (vectors.empty())
            return malformed("the provider's answer has no embeddings");
        std::optional<chat::UsageReport> report;
        if (const auto tokens = json::findInt(object, "inputTextTokenCount")) {
            report.emplace();
            report->usage.input = *tokens;
            report->usage.total = *tokens;
        }
        return vectors.events({}, std::move(report));
    }
};

}   // namespace

Result<json::Object> writeEmbedding(const chat::EmbeddingRequest &request, std::string_view id)
{
    if (id.find("cohere.") != std::string_view::npos)
        return writeCohere(request);
    if (id.find("nova") != std::string_view::npos)
        return writeNova(request);
    if (id.find("titan") != std::string_view::npos)
        return writeTitan(request);
    return Error{.code = ErrorCode::NotImplemented,
                 .message = "embeddings by the Bedrock model '" + std::string(id) + "' are not supported"};
}

std::unique_ptr<EventDecoder> newEmbeddingDecoder()
{
    return std::make_unique<Decoder>();
}

}   // namespace gw::providers::bedrock
