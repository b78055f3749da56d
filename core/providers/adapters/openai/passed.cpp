#include "core/providers/adapters/openai/passed.h"

#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/decoding.h"
#include "core/providers/params.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace gw::providers::openai {

namespace {

using chat::Shape;

// Listed for these providers, but in a form of their own that is not translated (their API references).
constexpr std::array kOwnForms{std::pair(std::string_view("minimax"), std::string_view("audio_speech")),
                               std::pair(std::string_view("dashscope"), std::string_view("images")),
                               std::pair(std::string_view("dashscope"), std::string_view("rerank")),
                               std::pair(std::string_view("qwencloud"), std::string_view("images")),
                               std::pair(std::string_view("qwencloud"), std::string_view("rerank")),
                               std::pair(std::string_view("qwen_ai_platform"), std::string_view("images")),
                               std::pair(std::string_view("qwen_ai_platform"), std::string_view("rerank")),
                               std::pair(std::string_view("deepinfra"), std::string_view("rerank")),
                               std::pair(std::string_view("nvidia_nim"), std::string_view("rerank")),
                               std::pair(std::string_view("openrouter"), std::string_view("images")),
                               std::pair(std::string_view("modelscope"), std::string_view("images"))};

// Tokens of an answer, by the names that pictures and transcripts have for them.
void readPassedUsage(const json::Object &usage, AnswerFacts &facts)
{
    if (const auto seconds = json::findDouble(usage, "seconds"); seconds && *seconds > 0 && *seconds < 1e9)
        facts.billed.audioMilliseconds = static_cast<std::int64_t>(*seconds * 1000 + 0.5);
    chat::Usage read = readUsage(usage, false);
    if (read.input < 0)
        read.input = json::findInt(usage, "input_tokens").value_or(-1);
    if (read.output < 0)
        read.output = json::findInt(usage, "output_tokens").value_or(-1);
    for (const char *key : {"input_token_details", "input_tokens_details"}) {
        const json::Object *details = json::findObject(usage, key);
        if (!details)
            continue;
        read.audioIn = json::findInt(*details, "audio_tokens").value_or(read.audioIn);
        read.imageIn = json::findInt(*details, "image_tokens").value_or(read.imageIn);
    }
    if (read.known())
        facts.usage = read;
}

std::int64_t countItems(std::string_view list, std::size_t capacity)
{
    thread_local simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array items;
    std::size_t count = 0;
    if (parser.iterate(list.data(), list.size(), capacity).get(document) || document.get_array().get(items) ||
        items.count_elements().get(count))
        return 0;
    return static_cast<std::int64_t>(count);
}

std::string stringIn(std::string_view member)
{
    const auto value = json::parse(member);
    return value.ok() && value.value().is_string() ? std::string(value.value().get_string()) : std::string();
}

// Passes everything on and looks at what is needed for the bill: an answer that is no stream is kept until it
// is whole, since only then it is known to be no error.
class PassedRelay final : public Relay
{
public:
    PassedRelay(const chat::Call &call, const Target &target)
        : m_target(target)
        , m_shape(call.shape)
        , m_streams(call.stream)
    {
        m_facts.billed = call.billed;
    }

    Result<void> feed(std::string_view bytes, std::string &out) override
    {
        if (!m_streams) {
            m_body += bytes;
            return {};
        }
        m_facts.contentStarted = m_facts.contentStarted || !bytes.empty();
        if (!m_events.has_value() && !bytes.empty())
            m_events = bytes.front() == 'd' || bytes.front() == 'e' || bytes.front() == ':';
        if (m_events.value_or(false)) {
            GW_CHECK(m_sse.feed(bytes));
            while (const auto event = m_sse.next())
                GW_CHECK(look(event->data));
        }
        out += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        if (m_events.value_or(false) && !m_done)
            return endedBefore("its last event");
        if (!m_streams) {
            GW_CHECK(lookAtWhole());
            out += m_body;
        }
        m_facts.finished = true;
        m_facts.ended = true;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    Result<void> look(std::string_view data)
    {
        if (data == "[DONE]")
            m_done = true;
        const auto value = json::parse(data);
        const json::Object *event = value.ok() ? value.value().if_object() : nullptr;
        if (!event)
            return {};
        if (auto error = findError(*event, m_target))
            return std::move(*error);
        const std::string_view type = json::stringOr(*event, "type");
        m_done = m_done || type.ends_with(".done") || type.ends_with(".completed");
        if (const json::Object *usage = json::findObject(*event, "usage"))
            readPassedUsage(*usage, m_facts);
        return {};
    }

    Result<void> lookAtWhole()
    {
        // Subtitles and texts are no JSON, and need not be.
        const std::size_t begin = m_body.find_first_not_of(" \t\r\n");
        const bool json = begin != std::string::npos && m_body[begin] == '{';
        auto scanned = json ? chat::scanMembers(m_body) : Result<chat::Members>(chat::Members());
        if (m_shape != Shape::OpenAiTranscription && (!json || !scanned.ok()))
            return Error{.code = ErrorCode::UpstreamMalformed,
                         .message = "the provider's answer is not a JSON object"};
        if (!scanned.ok())
            return {};
        const chat::Members members = std::move(scanned).value();
        const auto text = [&](std::string_view key) {
            const chat::Member *member = members.find(key);
            return member ? std::string_view(m_body).substr(member->valueBegin,
                                                            member->valueEnd - member->valueBegin)
                          : std::string_view();
        };
        if (const auto error = json::parse(text("error")); error.ok()) {
            if (auto found = findError(json::Object{{"error", error.value()}}, m_target))
                return std::move(*found);
        }
        if (const auto usage = json::parse(text("usage")); usage.ok() && usage.value().is_object())
            readPassedUsage(usage.value().get_object(), m_facts);
        m_facts.providerId = stringIn(text("id"));
        m_facts.model = stringIn(text("model"));
        if (m_shape == Shape::OpenAiTranscription)
            readDuration(text("duration"));
        if (m_shape == Shape::OpenAiImages)
            readImages(text("data"), stringIn(text("size")), stringIn(text("quality")));
        return {};
    }

    void readDuration(std::string_view text)
    {
        // Whisper says it as a number, some of its imitators as text.
        const auto value = json::parse(text);
        auto seconds = value.ok() ? json::toDouble(value.value()) : std::nullopt;
        if (value.ok() && value.value().is_string()) {
            const auto inner = json::parse(stringIn(text));
            seconds = inner.ok() ? json::toDouble(inner.value()) : std::nullopt;
        }
        if (seconds && *seconds > 0 && *seconds < 1e9)
            m_facts.billed.audioMilliseconds = static_cast<std::int64_t>(*seconds * 1000 + 0.5);
    }

    void readImages(std::string_view data, const std::string &size, const std::string &quality)
    {
        if (data.empty())
            return;
        const auto offset = static_cast<std::size_t>(data.data() - m_body.data());
        m_facts.billed.images = countItems(data, m_body.capacity() - offset);
        // What was made counts, where the answer says it.
        std::string &kind = m_facts.billed.imageKind;
        const std::size_t space = std::min(kind.find(' '), kind.size());
        const std::string askedQuality = space < kind.size() ? kind.substr(space + 1) : "standard";
        kind =
            (size.empty() ? kind.substr(0, space) : size) + " " + (quality.empty() ? askedQuality : quality);
    }

    const Target &m_target;
    const Shape m_shape;
    const bool m_streams;
    std::optional<bool> m_events;   // The bytes are an event stream, once there are some.
    bool m_done = false;            // The event that ends such a stream was seen.
    wire::SseReader m_sse;
    std::string m_body;
    AnswerFacts m_facts;
};

std::string plainText(const json::Value &value)
{
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

Result<std::string> passedForm(const chat::Call &call, const Target &target, const std::string &model,
                               WireRequest &request)
{
    json::Object fields;
    wire::FormEdits edits;
    for (const wire::FormPart &part : call.form->parts) {
        if (part.fileName)
            continue;
        if (chat::isGatewayField(part.name) || part.name == "metadata")
            edits.remove(part.name);
        else
            fields[part.name] = call.form->value(call.body, part);
    }
    GW_TRY(const ParamPlan plan, planParams(call, fields, target, catalogEndpoint(call), model));
    json::Object planned = fields;
    plan.edits.apply(planned);
    for (const auto &member : fields) {
        if (!planned.contains(member.key()))
            edits.remove(std::string(member.key()));
    }
    for (const auto &member : planned) {
        const json::Value *before = fields.if_contains(member.key());
        if (member.key() == "model" || !before || *before != member.value())
            edits.set(std::string(member.key()), plainText(member.value()));
    }
    request.dropped = plan.dropped;
    return edits.apply(call.body, *call.form);
}

}   // namespace

std::string_view catalogEndpoint(const chat::Call &call)
{
    switch (call.shape) {
    case Shape::OpenAiImages:
        return "images";
    case Shape::OpenAiSpeech:
        return "audio_speech";
    case Shape::OpenAiTranscription:
        return "audio_transcription";
    case Shape::OpenAiModerations:
        return "moderations";
    case Shape::Rerank:
        return "rerank";
    default:
        return {};
    }
}

Result<void> mayPass(const chat::Call &call, const Target &target)
{
    const std::string_view endpoint = catalogEndpoint(call);
    const ProviderRow &row = *target.row;
    if (endpoint.empty())
        return {};
    if (std::ranges::find(kOwnForms, std::pair(std::string_view(row.id), endpoint)) != kOwnForms.end())
        return Error{.code = ErrorCode::NotImplemented,
                     .message = row.name + " has a form of its own for " + std::string(endpoint) +
                                ", which is not translated"};
    if (row.id == "huggingface" && target.baseUrl == row.baseUrl)
        return Error{.code = ErrorCode::NotImplemented,
                     .message = row.name + " reranks on servers of one's own only: api_base must name one"};
    // OpenAI's row also stands for every server of that form that a user names by its base.
    if (!row.answers(endpoint) && !row.local && row.id != "openai")
        return Error{.code = ErrorCode::NotImplemented,
                     .message = row.name + " offers no " + std::string(endpoint) + " endpoint"};
    return {};
}

Result<std::string> passedBody(const chat::Call &call, const Target &target, const std::string &model,
                               WireRequest &request)
{
    request.spliced = true;
    if (call.form)
        return passedForm(call, target, model, request);
    GW_TRY(const ParamPlan plan, planParams(call, target, catalogEndpoint(call), model));
    request.dropped = plan.dropped;
    return plan.edits.apply(call.body, call.members);
}

std::unique_ptr<Relay> newPassedRelay(const chat::Call &call, const Target &target)
{
    return std::make_unique<PassedRelay>(call, target);
}

}   // namespace gw::providers::openai
