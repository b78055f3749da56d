#include "core/dialects/endpoints.h"

#include "core/dialects/decode.h"
#include "core/dialects/errors.h"

#include <algorithm>

namespace gw::dialects {

namespace {

// Never asked for: the guard in front of the adapters refuses providers that cannot take the bytes.
Result<chat::CanonicalRequest> noCanonical(const chat::Call &call)
{
    return Error{.code = ErrorCode::NotImplemented,
                 .message = "requests to /" + call.path + " are not translated"};
}

// Fields whose values are no strings in JSON: forms write them as text.
json::Value fieldValue(const std::string &name, std::string_view text)
{
    const bool typed = name == "stream" || name == "num_retries" || name == "timeout" ||
                       name == "stream_timeout" || name == "disable_fallbacks" || name == "no-log" ||
                       name == "no_log" || name == "metadata" || name == "litellm_metadata" || name == "tags";
    if (typed) {
        auto value = json::parse(text == "True" ? "true" : text == "False" ? "false" : text);
        if (value.ok())
            return std::move(value).value();
        if (name == "metadata" || name == "litellm_metadata" || name == "tags")
            return json::Value(nullptr);
    }
    return json::Value(text);
}

Result<chat::Call> decodeForm(chat::Shape shape, Inbound in, std::string_view requiredField, wire::Form form)
{
    // What the gateway reads of a request is read in one place: the plain fields become members for a moment.
    json::Object fields;
    bool required = false;
    for (const wire::FormPart &part : form.parts) {
        required = required || part.name == requiredField || part.name == std::string(requiredField) + "[]";
        if (!part.fileName)
            fields[part.name] = fieldValue(part.name, form.value(in.body, part));
    }
    if (required)
        fields[requiredField] = true;
    std::string body = std::exchange(in.body, json::serialize(fields));
    GW_TRY(chat::Call call, decodeCommon(shape, std::move(in), requiredField, &noCanonical));
    call.body = std::move(body);
    call.members = {};
    call.form = std::move(form);
    return call;
}

std::uint32_t littleEndian(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

// Answers made here come whole; what is streamed are bytes that an encoder of ours never sees.
class TextEncoder final : public StreamEncoder
{
public:
    void encode(const chat::Event &event, std::string &out) override
    {
        if (const auto *delta = std::get_if<chat::Delta>(&event))
            out += delta->text.value_or("");
    }
    void encodeError(const Error &error, std::string &out) override { out += openAiStreamError(error); }
};

}   // namespace

Result<chat::Call> decodePassed(chat::Shape shape, Inbound in, std::string_view requiredField,
                                std::string path)
{
    const std::string type(in.headers ? in.headers->valueOr("content-type") : std::string_view());
    if (wire::isMultipartForm(type)) {
        GW_TRY(wire::Form form, wire::scanForm(in.body, type));
        GW_TRY(chat::Call call, decodeForm(shape, std::move(in), requiredField, std::move(form)));
        call.path = std::move(path);
        return call;
    }
    GW_TRY(chat::Call call, decodeCommon(shape, std::move(in), requiredField, &noCanonical));
    call.path = std::move(path);
    return call;
}

std::string passedField(const chat::Call &call, std::string_view key)
{
    if (call.form) {
        const wire::FormPart *part = call.form->field(key);
        return part ? std::string(call.form->value(call.body, *part)) : std::string();
    }
    const std::string_view text = call.memberText(key);
    if (!text.starts_with('"'))
        return std::string(text);
    const auto value = json::parse(text);
    return value.ok() && value.value().is_string() ? std::string(value.value().get_string()) : std::string();
}

std::int64_t charactersOf(std::string_view text)
{
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

std::int64_t wavMilliseconds(std::string_view file)
{
    constexpr std::size_t kHead = 12;
    constexpr std::size_t kChunkHead = 8;
    if (file.size() < kHead || !file.starts_with("RIFF") || file.substr(8, 4) != "WAVE")
        return 0;
    std::uint64_t byteRate = 0;
    for (std::size_t at = kHead; at + kChunkHead <= file.size();) {
        const std::string_view id = file.substr(at, 4);
        const std::uint64_t size = littleEndian(file.substr(at + 4, 4));
        at += kChunkHead;
        const std::uint64_t here = std::min<std::uint64_t>(size, file.size() - at);
        if (id == "fmt " && here >= 16)
            byteRate = littleEndian(file.substr(at + 8, 4));
        if (id == "data")
            return byteRate == 0 ? 0 : static_cast<std::int64_t>(here * 1000 / byteRate);
        if (here < size)
            return 0;
        at += static_cast<std::size_t>(size + size % 2);   // Chunks begin at even places.
    }
    return 0;
}

std::unique_ptr<StreamEncoder> PassedDialect::newStreamEncoder(const chat::Call &,
                                                               const AnswerOptions &) const
{
    return std::make_unique<TextEncoder>();
}

std::string PassedDialect::encodeWhole(const chat::Call &call, const chat::Response &response,
                                       const AnswerOptions &) const
{
    const auto choice = response.choices.find(0);
    return mocked(call, choice == response.choices.end() ? std::string() : choice->second.text.value_or(""));
}

ErrorReply PassedDialect::encodeError(const Error &error) const
{
    return openAiError(error);
}

std::string PassedDialect::encodeStreamError(const Error &error, const Relayed &) const
{
    return openAiStreamError(error);
}

void PassedDialect::addRoutes(std::vector<Route> &routes, const std::string &path, bool ofDeployments)
{
    const std::string name = "/v1/" + path;
    routes.push_back({.pattern = name, .name = name, .action = path});
    routes.push_back({.pattern = "/" + path, .name = name, .action = path});
    if (ofDeployments)
        routes.push_back(
            {.pattern = "/openai/deployments/{rest...}", .suffix = "/" + path, .name = name, .action = path});
}

}   // namespace gw::dialects
