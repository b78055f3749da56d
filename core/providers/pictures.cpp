#include "core/providers/pictures.h"

#include "core/base/base64.h"
#include "core/providers/decoding.h"
#include "core/providers/params.h"
#include "core/providers/prepare.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>

namespace gw::providers {

namespace {

Error wrong(std::string_view param, std::string why)
{
    return {.code = ErrorCode::BadRequest, .message = std::move(why), .param = std::string(param)};
}

// What kind of picture a file is, by its first bytes; "" for what no provider takes.
std::string_view typeOfFile(std::string_view bytes)
{
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.starts_with("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP"))
        return "image/webp";
    return bytes.starts_with("GIF8") ? "image/gif" : "";
}

// Text of a form's field as the JSON it would be: numbers, booleans, lists and objects.
json::Value typed(std::string_view text)
{
    auto value = json::parse(text);
    if (value.ok() && !value.value().is_string())
        return std::move(value).value();
    return json::Value(text);
}

Result<void> readForm(const chat::Call &call, PictureRequest &request, json::Object &params)
{
    for (const wire::FormPart &part : call.form->parts) {
        const std::string_view value = call.form->value(call.body, part);
        const std::string_view field = std::string_view(part.name).substr(0, part.name.find('['));
        if (part.fileName && field == "image") {
            const std::string_view type = typeOfFile(value);
            if (type.empty())
                return wrong("image", "'image' must be a PNG, JPEG, WebP or GIF file");
            request.pictures.push_back({std::string(type), toBase64(value)});
        } else if (part.fileName) {
            request.masked = request.masked || field == "mask";
        } else if (field == "prompt") {
            params[field] = value;
        } else if (!chat::isGatewayField(part.name) && part.name != "metadata") {
            params[part.name] = typed(value);
        }
    }
    return {};
}

// Edits in JSON: "images":[{"image_url":"data:..."}], or texts in "image".
Result<void> readInline(json::Object &params, PictureRequest &request)
{
    for (const std::string_view key : {"images", "image"}) {
        const json::Value *said = params.if_contains(key);
        if (!said || said->is_null())
            continue;
        const json::Array list = said->is_array() ? said->get_array() : json::Array{*said};
        for (const json::Value &item : list) {
            const json::Object *object = item.if_object();
            const json::Value *url = object ? object->if_contains("image_url") : &item;
            if (const json::Object *inner = url ? url->if_object() : nullptr)
                url = inner->if_contains("url");
            auto parts =
                url && url->is_string() ? splitDataUrl(std::string_view(url->get_string())) : std::nullopt;
            if (!parts)
                return wrong(key, "pictures to edit must come as files of a form or as data: URLs");
            request.pictures.push_back({std::move(parts->first), std::move(parts->second)});
        }
        params.erase(key);
    }
    if (const json::Value *mask = params.if_contains("mask"); mask && !mask->is_null())
        request.masked = true;
    params.erase("mask");
    return {};
}

Result<void> readSize(PictureRequest &request)
{
    const auto said = takeParam(request, "size");
    if (!said)
        return {};
    const std::string_view text = said->is_string() ? std::string_view(said->get_string()) : "";
    const std::size_t cross = text.find('x');
    const char *end = text.data() + text.size();
    if (cross != std::string_view::npos) {
        const auto width = std::from_chars(text.data(), text.data() + cross, request.width);
        const auto height = std::from_chars(text.data() + cross + 1, end, request.height);
        if (width.ptr == text.data() + cross && height.ptr == end && request.width > 0 && request.height > 0)
            return {};
    }
    return wrong("size", "'size' must be \"auto\" or of the form \"1024x1024\"");
}

Result<void> readCount(PictureRequest &request)
{
    const auto said = takeParam(request, "n");
    if (!said)
        return {};
    const auto count = json::toInt(*said);
    if (!count || *count < 1)
        return wrong("n", "'n' must be a whole number of at least 1");
    request.count = *count;
    return {};
}

json::Object usageObject(const chat::Usage &usage)
{
    const auto known = [](std::int64_t count) { return std::max<std::int64_t>(count, 0); };
    const auto details = [&](std::int64_t all, std::int64_t pictures) {
        return json::Object{{"text_tokens", std::max<std::int64_t>(known(all) - known(pictures), 0)},
                            {"image_tokens", known(pictures)}};
    };
    return {{"input_tokens", known(usage.input)},
            {"input_tokens_details", details(usage.input, usage.imageIn)},
            {"output_tokens", known(usage.output)},
            {"output_tokens_details", details(usage.output, usage.imageOut)},
            {"total_tokens", usage.total >= 0 ? usage.total : known(usage.input) + known(usage.output)}};
}

bool wantsUrl(const chat::Call &call)
{
    if (!call.form)
        return call.memberText("response_format") == "\"url\"";
    const wire::FormPart *field = call.form->field("response_format");
    return field && call.form->value(call.body, *field) == "url";
}

}   // namespace

Result<PictureRequest> readPictures(const chat::Call &call, const Target &target)
{
    if (call.stream)
        return Error{.code = ErrorCode::UnsupportedParam,
                     .message = target.row->name + " does not stream pictures",
                     .param = "stream"};
    PictureRequest request;
    json::Object params;
    if (call.form) {
        GW_CHECK(readForm(call, request, params));
    } else {
        GW_TRY(const json::Value body, json::parse(call.body));
        for (const auto &member : body.get_object()) {
            if (!chat::isGatewayField(member.key()) && member.key() != "metadata")
                params[member.key()] = member.value();
        }
        GW_CHECK(readInline(params, request));
    }
    GW_TRY(ParamPlan plan, planParams(call, params, target, "images", target.upstreamModel));
    plan.edits.apply(params);
    request.dropped = std::move(plan.dropped);
    request.nestedDrops = std::move(plan.nestedDrops);
    const json::Value *prompt = params.if_contains("prompt");
    if (!prompt || !prompt->is_string())
        return wrong("prompt", "'prompt' must be a text");
    request.prompt = prompt->get_string();
    for (const std::string_view key : {"model", "prompt", "stream", "response_format", "user"})
        params.erase(key);
    request.params = std::move(params);
    GW_CHECK(readSize(request));
    GW_CHECK(readCount(request));
    return request;
}

std::optional<json::Value> takeParam(PictureRequest &request, std::string_view param)
{
    const json::Value *found = request.params.if_contains(param);
    if (!found)
        return std::nullopt;
    json::Value value = *found;
    request.params.erase(param);
    if (value.is_null() || value == json::Value("auto"))
        return std::nullopt;
    return value;
}

void dropOpenAiParams(PictureRequest &request)
{
    static constexpr std::array kOpenAis{
        std::string_view("quality"),        std::string_view("style"),
        std::string_view("background"),     std::string_view("moderation"),
        std::string_view("output_format"),  std::string_view("output_compression"),
        std::string_view("partial_images"), std::string_view("input_fidelity")};
    for (const std::string_view param : kOpenAis) {
        if (takeParam(request, param))
            request.dropped.emplace_back(param);
    }
}

Result<void> refuseParam(PictureRequest &request, const Target &target, std::string_view param)
{
    if (!target.dropParams)
        return Error{.code = ErrorCode::UnsupportedParam,
                     .message = "litellm.UnsupportedParamsError: " + target.provider +
                                " does not support parameters: ['" + std::string(param) +
                                "'], for model=" + target.upstreamModel +
                                ". To drop these, set `litellm.drop_params=True` or for proxy: "
                                "`litellm_settings: drop_params: true`",
                     .param = std::string(param)};
    request.dropped.emplace_back(param);
    return {};
}

std::string nearestRatio(const PictureRequest &request, std::span<const std::string_view> offered)
{
    if (request.width <= 0 || request.height <= 0)
        return {};
    const double wanted = std::log(static_cast<double>(request.width) / static_cast<double>(request.height));
    std::string_view best;
    double least = 0;
    for (const std::string_view ratio : offered) {
        const std::size_t colon = ratio.find(':');
        int width = 1;
        int height = 1;
        std::from_chars(ratio.data(), ratio.data() + colon, width);
        std::from_chars(ratio.data() + colon + 1, ratio.data() + ratio.size(), height);
        const double away = std::abs(std::log(static_cast<double>(width) / height) - wanted);
        if (best.empty() || away < least) {
            best = ratio;
            least = away;
        }
    }
    return std::string(best);
}

PictureRelay::PictureRelay(const chat::Call &call)
    : m_asUrl(wantsUrl(call))
{
    m_facts.billed = call.billed;
}

Result<void> PictureRelay::feed(std::string_view bytes, std::string &)
{
    m_body += bytes;
    return {};
}

Result<void> PictureRelay::finish(std::string &out)
{
    auto value = json::parse(m_body);
    json::Object *answer = value.ok() ? value.value().if_object() : nullptr;
    if (!answer)
        return malformed("the provider's answer is not a JSON object");
    m_body = {};
    GW_TRY(const MadePictures made, read(*answer));
    json::Array list;
    for (std::size_t i = 0; i < made.pictures.size(); ++i) {
        const Picture &picture = made.pictures[i];
        json::Object item;
        if (m_asUrl)
            item["url"] = "data:" + picture.type + ";base64," + picture.base64;
        else
            item["b64_json"] = picture.base64;
        if (i < made.prompts.size() && !made.prompts[i].empty())
            item["revised_prompt"] = made.prompts[i];
        list.emplace_back(std::move(item));
    }
    json::Object body{{"created", std::time(nullptr)}, {"data", std::move(list)}};
    const std::string &type = made.pictures.front().type;
    if (const std::size_t slash = type.find('/'); slash != std::string::npos)
        body["output_format"] = type.substr(slash + 1);
    if (made.usage.known())
        body["usage"] = usageObject(made.usage);
    out += json::serialize(body);
    m_facts.billed.images = static_cast<std::int64_t>(made.pictures.size());
    m_facts.usage = made.usage;
    m_facts.providerId = made.id;
    m_facts.model = made.model;
    m_facts.finished = true;
    m_facts.ended = true;
    return {};
}

}   // namespace gw::providers
