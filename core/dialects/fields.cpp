#include "core/dialects/fields.h"

#include "core/base/logging.h"

#include <algorithm>

namespace gw::dialects {

namespace {

// What closes every string, list and object that text leaves open.
std::string closingOf(std::string_view text)
{
    std::string open;
    bool quoted = false;
    bool escaped = false;
    for (const char c : text) {
        if (quoted) {
            if (escaped)
                escaped = false;
            else if (c == '\\')
                escaped = true;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            open += c == '{' ? '}' : ']';
        } else if ((c == '}' || c == ']') && !open.empty()) {
            open.pop_back();
        }
    }
    std::string out = escaped ? "\\" : "";
    if (quoted)
        out += '"';
    out.append(open.rbegin(), open.rend());
    return out;
}

}   // namespace

Error invalidField(std::string path, std::string_view why)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid '" + path + "': " + std::string(why),
            .param = std::move(path)};
}

bool takeString(json::Object &object, std::string_view key, std::string &to)
{
    json::Value *value = object.if_contains(key);
    if (!value || !value->is_string())
        return false;
    to = value->get_string();
    object.erase(key);
    return true;
}

json::Value takeValue(json::Object &object, std::string_view key)
{
    json::Value *value = object.if_contains(key);
    if (!value)
        return nullptr;
    json::Value taken = std::move(*value);
    object.erase(key);
    return taken;
}

json::Object argumentsObject(std::string_view text)
{
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return {};
    auto value = json::parse(text);
    if (!value.ok())
        value = json::parse(std::string(text) + closingOf(text));
    if (value.ok() && value.value().is_object())
        return std::move(value.value().get_object());
    qCWarning(gwHttp, "a model's tool call has arguments that are no JSON object");
    return {};
}

std::string standardBase64(std::string text)
{
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    constexpr std::size_t kGroup = 4;
    const auto breaks =
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    for (std::size_t size = text.size() - static_cast<std::size_t>(breaks); size % kGroup != 0; ++size)
        text += '=';
    return text;
}

std::string dataUrl(std::string_view type, std::string_view base64)
{
    std::string url = "data:";
    url += type;
    url += ";base64,";
    url += standardBase64(std::string(base64));
    return url;
}

}   // namespace gw::dialects
