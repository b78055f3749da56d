#include "core/providers/adapters/gemini/media.h"

#include "core/base/base64.h"
#include "core/providers/decoding.h"
#include "core/providers/params.h"
#include "core/providers/pictures.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::providers::gemini {

namespace {

// Longer sides from which on a picture is no longer of the models' usual size.
constexpr std::int64_t kTwoK = 2048;
constexpr std::int64_t kFourK = 4096;

constexpr std::array kImagenRatios{std::string_view("1:1"), std::string_view("3:4"), std::string_view("4:3"),
                                   std::string_view("9:16"), std::string_view("16:9")};
constexpr std::array kGeminiRatios{
    std::string_view("1:1"),  std::string_view("2:3"), std::string_view("3:2"), std::string_view("3:4"),
    std::string_view("4:3"),  std::string_view("4:5"), std::string_view("5:4"), std::string_view("9:16"),
    std::string_view("16:9"), std::string_view("21:9")};

// OpenAI's voices, which its clients must name, by what both vendors say of theirs. Other names go on.
constexpr std::pair<std::string_view, std::string_view> kVoices[] = {
    {"alloy", "Kore"},   {"ash", "Charon"}, {"ballad", "Enceladus"}, {"cedar", "Iapetus"},
    {"coral", "Aoede"},  {"echo", "Puck"},  {"fable", "Fenrir"},     {"marin", "Achernar"},
    {"nova", "Leda"},    {"onyx", "Orus"},  {"sage", "Sulafat"},     {"shimmer", "Zephyr"},
    {"verse", "Umbriel"}};

constexpr int kUsualRate = 24000;   // Hertz of Google's speech.

// "2K" for sizes beyond the usual one; "" else.
std::string_view pictureSize(const PictureRequest &request, bool hasFourK)
{
    const std::int64_t longer = std::max(request.width, request.height);
    if (longer >= kFourK && hasFourK)
        return "4K";
    return longer >= kTwoK ? "2K" : "";
}

// Google's own member, in its spelling or in ours, wins over what follows from size.
void setOwn(json::Object &into, PictureRequest &request, std::string_view key, std::string_view ours,
            std::string_view derived)
{
    const auto spelled = takeParam(request, ours);
    auto own = takeParam(request, key);
    if (!own)
        own = spelled;
    if (own)
        into[key] = std::move(*own);
    else if (!derived.empty() && !into.contains(key))
        into[key] = derived;
}

// One piece of media in an answer, in the model's order. Thoughts hold drafts of pictures, which are none.
std::vector<Picture> inlineMedia(const json::Object &answer, std::string_view kind, std::string &finish)
{
    std::vector<Picture> found;
    if (const json::Value *blocked = json::findPath(answer, "promptFeedback.blockReason");
        blocked && blocked->is_string())
        finish = blocked->get_string();
    const json::Array *candidates = json::findArray(answer, "candidates");
    for (std::size_t i = 0; candidates && i < candidates->size(); ++i) {
        const json::Object *candidate = (*candidates)[i].if_object();
        if (!candidate)
            continue;
        if (const auto reason = json::findString(*candidate, "finishReason"))
            finish = *reason;
        const json::Object *content = json::findObject(*candidate, "content");
        const json::Array *parts = content ? json::findArray(*content, "parts") : nullptr;
        for (std::size_t k = 0; parts && k < parts->size(); ++k) {
            const json::Object *part = (*parts)[k].if_object();
            const json::Object *data = part ? json::findObject(*part, "inlineData") : nullptr;
            if (!data || json::findBool(*part, "thought").value_or(false))
                continue;
            const std::string_view type = json::stringOr(*data, "mimeType");
            if (type.starts_with(kind))
                found.push_back({std::string(type), std::string(json::stringOr(*data, "data"))});
        }
    }
    return found;
}

// Why there is none of what was asked for: policy, by the words Google has for that, or the model's mood.
Error nothingMade(std::string_view what, std::string_view finish)
{
    Error error;
    error.upstreamStatus = 200;
    const bool refused = finish.find("SAFETY") != std::string_view::npos ||
                         finish.find("PROHIBITED") != std::string_view::npos ||
                         finish.find("RECITATION") != std::string_view::npos || finish == "BLOCKLIST" ||
                         finish == "SPII" || finish == "MODEL_ARMOR";
    error.code = refused ? ErrorCode::UpstreamContentPolicy : ErrorCode::UpstreamMalformed;
    error.message = "the model made no " + std::string(what) +
                    (finish.empty() ? std::string() : " (" + std::string(finish) + ")");
    return error;
}

class Pictures final : public PictureRelay
{
public:
    using PictureRelay::PictureRelay;

protected:
    Result<MadePictures> read(json::Object &answer) override
    {
        if (answer.contains("error"))
            return readError(200, json::serialize(answer));
        MadePictures made;
        std::string finish;
        if (const json::Array *predictions = json::findArray(answer, "predictions"))
            readPredictions(*predictions, made, finish);
        else
            made.pictures = inlineMedia(answer, "image/", finish);
        if (made.pictures.empty())
            return nothingMade("picture", finish);
        made.usage = readUsage(answer).value_or(chat::Usage());
        made.id = json::stringOr(answer, "responseId");
        made.model = json::stringOr(answer, "modelVersion");
        return made;
    }

private:
    static void readPredictions(const json::Array &predictions, MadePictures &made, std::string &finish)
    {
        for (const json::Value &value : predictions) {
            const json::Object *each = value.if_object();
            if (!each)
                continue;
            if (each->contains("raiFilteredReason"))
                finish = "IMAGE_SAFETY";
            const std::string_view data = json::stringOr(*each, "bytesBase64Encoded");
            if (data.empty())
                continue;
            made.pictures.push_back(
                {std::string(json::stringOr(*each, "mimeType", "image/png")), std::string(data)});
            made.prompts.emplace_back(json::stringOr(*each, "prompt"));
        }
    }
};

// "audio/L16;codec=pcm;rate=24000"
int sampleRate(std::string_view type)
{
    constexpr std::string_view kRate = "rate=";
    int rate = 0;
    if (const std::size_t at = type.find(kRate); at != std::string_view::npos)
        std::from_chars(type.data() + at + kRate.size(), type.data() + type.size(), rate);
    return rate > 0 ? rate : kUsualRate;
}

bool isPcm(std::string_view type)
{
    return type.starts_with("audio/L16") || type.starts_with("audio/l16") || type.starts_with("audio/pcm");
}

void appendLittle(std::string &out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

// One channel of 16 bits. Sound of more than 4 GB has no WAV.
std::string wavOf(std::string_view pcm, int rate)
{
    constexpr int kBytesPerSample = 2;
    std::string out = "RIFF";
    appendLittle(out, static_cast<std::uint32_t>(36 + pcm.size()), 4);
    out += "WAVEfmt ";
    appendLittle(out, 16, 4);
    appendLittle(out, 1, 2);   // PCM
    appendLittle(out, 1, 2);   // Channels.
    appendLittle(out, static_cast<std::uint32_t>(rate), 4);
    appendLittle(out, static_cast<std::uint32_t>(rate * kBytesPerSample), 4);
    appendLittle(out, kBytesPerSample, 2);
    appendLittle(out, 8 * kBytesPerSample, 2);
    out += "data";
    appendLittle(out, static_cast<std::uint32_t>(pcm.size()), 4);
    return out += pcm;
}

class Speech final : public Relay
{
public:
    explicit Speech(const chat::Call &call)
        : m_bare(call.memberText("response_format") == "\"pcm\"")
    {
        m_facts.billed = call.billed;
    }

    Result<void> feed(std::string_view bytes, std::string &) override
    {
        m_body += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        const auto value = json::parse(m_body);
        const json::Object *answer = value.ok() ? value.value().if_object() : nullptr;
        if (!answer)
            return malformed("the provider's answer is not a JSON object");
        if (answer->contains("error"))
            return readError(200, m_body);
        std::string finish;
        const std::vector<Picture> pieces = inlineMedia(*answer, "audio/", finish);
        std::string sound;
        for (const Picture &piece : pieces) {
            const auto bytes = fromBase64(piece.base64);
            if (!bytes)
                return malformed("the provider's sound is not base64");
            sound += *bytes;
        }
        if (sound.empty())
            return nothingMade("sound", finish);
        const std::string &type = pieces.front().type;
        if (!isPcm(type)) {
            m_type = type;
            out += sound;
        } else if (m_bare) {
            m_type = "audio/pcm";
            out += sound;
        } else {
            m_type = "audio/wav";
            out += wavOf(sound, sampleRate(type));
        }
        m_facts.usage = readUsage(*answer).value_or(chat::Usage());
        m_facts.providerId = json::stringOr(*answer, "responseId");
        m_facts.model = json::stringOr(*answer, "modelVersion");
        m_facts.contentStarted = true;
        m_facts.finished = true;
        m_facts.ended = true;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }
    std::string_view contentType() const override { return m_type; }

private:
    const bool m_bare;
    std::string m_body;
    std::string m_type = "audio/wav";
    AnswerFacts m_facts;
};

Result<void> checkFormat(json::Object &params, const Target &target, std::vector<std::string> &dropped)
{
    const std::string format(json::stringOr(params, "response_format", "wav"));
    params.erase("response_format");
    const std::string streamed(json::stringOr(params, "stream_format", "audio"));
    params.erase("stream_format");
    if (streamed != "audio")
        return Error{.code = ErrorCode::UnsupportedParam,
                     .message =
                         target.row->name + " gives sound, not events: stream_format must be \"audio\"",
                     .param = "stream_format"};
    if (format == "wav" || format == "pcm")
        return {};
    if (!target.dropParams)
        return Error{.code = ErrorCode::UnsupportedParam,
                     .message = target.row->name + " speaks \"wav\" and \"pcm\", not \"" + format + "\"",
                     .param = "response_format"};
    dropped.emplace_back("response_format");
    return {};
}

json::Object voiceConfig(std::string_view name)
{
    for (const auto &[ours, theirs] : kVoices) {
        if (ours == name)
            name = theirs;
    }
    return {{"voiceConfig", json::Object{{"prebuiltVoiceConfig", json::Object{{"voiceName", name}}}}}};
}

chat::Part textPart(std::string text)
{
    chat::Part part;
    part.text = std::move(text);
    return part;
}

Result<json::Object> writeAsked(chat::Message message, json::Object params, const Flavour &flavour,
                                std::vector<std::string> &dropped,
                                const std::vector<std::string> &nestedDrops)
{
    message.role = chat::Message::Role::User;
    message.form = chat::Message::Form::Parts;
    chat::Request asked;
    asked.messages.push_back(std::move(message));
    asked.params = std::move(params);
    GW_TRY(json::Object body, writeRequest(asked, flavour, nullptr, dropped));
    dropPaths(body, nestedDrops);
    return body;
}

}   // namespace

bool isImagen(std::string_view model)
{
    return model.find("imagen") != std::string_view::npos ||
           model.find("imagegeneration") != std::string_view::npos;
}

Result<json::Object> writeImagen(const chat::Call &call, const Target &target,
                                 std::vector<std::string> &dropped)
{
    GW_TRY(PictureRequest request, readPictures(call, target));
    json::Object parameters{{"sampleCount", request.count}};
    setOwn(parameters, request, "aspectRatio", "aspect_ratio", nearestRatio(request, kImagenRatios));
    setOwn(parameters, request, "sampleImageSize", "image_size", pictureSize(request, false));
    json::Object output;
    if (const auto format = takeParam(request, "output_format")) {
        const std::string_view word = format->is_string() ? std::string_view(format->get_string()) : "";
        if (word == "png" || word == "jpeg")
            output["mimeType"] = "image/" + std::string(word);
        else
            GW_CHECK(refuseParam(request, target, "output_format"));
    }
    if (auto quality = takeParam(request, "output_compression"))
        output["compressionQuality"] = std::move(*quality);
    if (!output.empty())
        parameters["outputOptions"] = std::move(output);
    dropOpenAiParams(request);
    for (const auto &member : request.params)
        parameters[member.key()] = member.value();
    dropped = std::move(request.dropped);
    json::Object body{{"instances", json::Array{json::Object{{"prompt", request.prompt}}}},
                      {"parameters", std::move(parameters)}};
    dropPaths(body, request.nestedDrops);
    return body;
}

Result<json::Object> writePictures(const chat::Call &call, const Target &target, const Flavour &flavour,
                                   std::vector<std::string> &dropped)
{
    GW_TRY(PictureRequest request, readPictures(call, target));
    if (request.count > 1)
        GW_CHECK(refuseParam(request, target, "n"));
    if (request.masked)
        GW_CHECK(refuseParam(request, target, "mask"));
    json::Object config;
    if (const json::Object *own = json::findObject(request.params, "imageConfig"))
        config = *own;
    setOwn(config, request, "aspectRatio", "aspect_ratio", nearestRatio(request, kGeminiRatios));
    setOwn(config, request, "imageSize", "image_size",
           flavour.atLeast(30) ? pictureSize(request, true) : std::string_view());
    dropOpenAiParams(request);
    json::Object params = std::move(request.params);
    if (!config.empty())
        params["imageConfig"] = std::move(config);
    if (!params.contains("responseModalities") && !params.contains("modalities"))
        params["responseModalities"] = json::Array{"TEXT", "IMAGE"};
    chat::Message message;
    message.parts.push_back(textPart(std::move(request.prompt)));
    for (const Picture &picture : request.pictures) {
        chat::Part &part = message.parts.emplace_back();
        part.kind = chat::Part::Kind::Image;
        part.url = "data:" + picture.type + ";base64," + picture.base64;
    }
    dropped = std::move(request.dropped);
    return writeAsked(std::move(message), std::move(params), flavour, dropped, request.nestedDrops);
}

Result<json::Object> writeSpeech(const chat::Call &call, const Target &target, const Flavour &flavour,
                                 std::vector<std::string> &dropped)
{
    GW_TRY(const json::Value said, json::parse(call.body));
    json::Object params;
    for (const auto &member : said.get_object()) {
        if (!chat::isGatewayField(member.key()) && member.key() != "metadata" && !member.value().is_null())
            params[member.key()] = member.value();
    }
    GW_TRY(ParamPlan plan, planParams(call, params, target, "audio_speech", target.upstreamModel));
    plan.edits.apply(params);
    dropped = std::move(plan.dropped);
    const auto input = json::findString(params, "input");
    if (!input)
        return Error{.code = ErrorCode::BadRequest, .message = "'input' must be a text", .param = "input"};
    GW_CHECK(checkFormat(params, target, dropped));
    // How to say it stands in front of what to say.
    const std::string_view manner = json::stringOr(params, "instructions");
    std::string text =
        manner.empty() ? std::string(*input) : std::string(manner) + ":\n" + std::string(*input);
    const json::Value *voice = params.if_contains("voice");
    std::string name(json::stringOr(params, "voice"));
    if (const json::Object *custom = voice ? voice->if_object() : nullptr)
        name = json::stringOr(*custom, "id");
    if (!name.empty() && !params.contains("speechConfig"))
        params["speechConfig"] = voiceConfig(name);
    if (const auto speed = json::findDouble(params, "speed"); speed && *speed != 1)
        dropped.emplace_back("speed");
    for (const std::string_view key : {"model", "input", "voice", "instructions", "speed", "user", "stream"})
        params.erase(key);
    params["responseModalities"] = json::Array{"AUDIO"};
    chat::Message message;
    message.parts.push_back(textPart(std::move(text)));
    return writeAsked(std::move(message), std::move(params), flavour, dropped, plan.nestedDrops);
}

std::unique_ptr<Relay> newPictureRelay(const chat::Call &call)
{
    return std::make_unique<Pictures>(call);
}

std::unique_ptr<Relay> newSpeechRelay(const chat::Call &call)
{
    return std::make_unique<Speech>(call);
}

}   // namespace gw::providers::gemini
