#include "core/client/playgroundvalues.h"

#include "core/base/json.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

// In words for a user.
Error wrong(const char *option, const QString &why)
{
    return {.code = ErrorCode::BadRequest, .message = why.toStdString(), .param = option};
}

QString words(const char *text)
{
    return QCoreApplication::translate("gw::client::Playground", text);
}

// As it was typed: no digit is lost.
Result<void> putNumber(json::Object &body, const char *name, const QString &typed, bool whole)
{
    if (typed.trimmed().isEmpty())
        return {};
    auto value = json::parse(typed.trimmed().toStdString());
    if (!value.ok() || !value.value().is_number() || (whole && value.value().is_double()))
        return wrong(name,
                     words(whole ? QT_TRANSLATE_NOOP("gw::client::Playground", "this is no whole number.")
                                 : QT_TRANSLATE_NOOP("gw::client::Playground", "this is no number.")));
    body[name] = std::move(value).value();
    return {};
}

Result<void> putTools(json::Object &body, const QString &typed)
{
    if (typed.trimmed().isEmpty())
        return {};
    auto value = json::parse(typed.trimmed().toStdString());
    if (!value.ok())
        return wrong("tools", words(QT_TRANSLATE_NOOP("gw::client::Playground", "this is no JSON: %1"))
                                  .arg(QString::fromStdString(value.error().message)));
    json::Array *tools = value.value().if_array();
    if (!tools)
        return wrong("tools", words(QT_TRANSLATE_NOOP("gw::client::Playground", "they are a list: [ … ]")));
    for (const json::Value &tool : *tools) {
        const json::Object *object = tool.if_object();
        const json::Object *function = object ? json::findObject(*object, "function") : nullptr;
        if (!object || json::stringOr(*object, "type") != "function" || !function ||
            json::stringOr(*function, "name").empty())
            return wrong("tools", words(QT_TRANSLATE_NOOP(
                                      "gw::client::Playground",
                                      "each is {\"type\": \"function\", \"function\": {\"name\": …}}")));
        if (const json::Value *parameters = json::find(*function, "parameters");
            parameters && !parameters->is_object())
            return wrong("tools", words(QT_TRANSLATE_NOOP("gw::client::Playground",
                                                          "parameters are a JSON schema: { … }")));
    }
    if (!tools->empty())
        body["tools"] = std::move(*tools);
    return {};
}

json::Value partOf(const PlaygroundFile &file)
{
    const std::string name = file.name.toStdString();
    if (file.isText())
        return json::Object{{"type", "text"}, {"text", name + ":\n\n" + file.content.toStdString()}};
    const std::string url = "data:" + file.type.toStdString() + ";base64," + file.content.toStdString();
    if (file.type.startsWith("image/"_L1))
        return json::Object{{"type", "image_url"}, {"image_url", json::Object{{"url", url}}}};
    return json::Object{{"type", "file"}, {"file", json::Object{{"filename", name}, {"file_data", url}}}};
}

json::Value contentOf(const PlaygroundTurn &turn)
{
    if (turn.files.empty())
        return json::Value(turn.text.toStdString());
    json::Array parts;
    for (const PlaygroundFile &file : turn.files)
        parts.push_back(partOf(file));
    if (!turn.text.isEmpty())
        parts.push_back(json::Object{{"type", "text"}, {"text", turn.text.toStdString()}});
    return parts;
}

json::Object assistant(const PlaygroundTurn &turn)
{
    json::Object out{{"role", "assistant"}};
    out["content"] = turn.text.isEmpty() && !turn.calls.empty() ? json::Value(nullptr)
                                                                : json::Value(turn.text.toStdString());
    json::Array calls;
    for (const PlaygroundCall &call : turn.calls)
        calls.push_back(
            json::Object{{"id", call.id.toStdString()},
                         {"type", "function"},
                         {"function", json::Object{{"name", call.name.toStdString()},
                                                   {"arguments", call.arguments.toStdString()}}}});
    if (!calls.empty())
        out["tool_calls"] = std::move(calls);
    return out;
}

json::Array messagesOf(const PlaygroundQuestion &question)
{
    json::Array out;
    if (const QString system = question.options.system.trimmed(); !system.isEmpty())
        out.push_back(json::Object{{"role", "system"}, {"content", system.toStdString()}});
    const PlaygroundTurn *before = nullptr;
    for (const PlaygroundTurn &turn : question.turns) {
        if (turn.role == PlaygroundTurn::Role::Assistant) {
            out.push_back(assistant(turn));
        } else {
            const bool isResult = before && !before->calls.empty();
            for (const PlaygroundCall &call : isResult ? before->calls : std::vector<PlaygroundCall>())
                out.push_back(json::Object{{"role", "tool"},
                                           {"tool_call_id", call.id.toStdString()},
                                           {"content", turn.text.toStdString()}});
            if (!isResult || !turn.files.empty())
                out.push_back(json::Object{{"role", "user"}, {"content", contentOf(turn)}});
        }
        before = &turn;
    }
    return out;
}

}   // namespace

bool PlaygroundFile::isText() const
{
    constexpr std::array kTexts{"application/json"_L1, "application/xml"_L1, "application/yaml"_L1,
                                "application/x-yaml"_L1};
    return type.startsWith("text/"_L1) || std::ranges::find(kTexts, type) != kTexts.end();
}

Result<std::string> playgroundBody(const PlaygroundQuestion &question)
{
    const PlaygroundOptions &options = question.options;
    json::Object body{{"model", question.model.toStdString()}, {"messages", messagesOf(question)}};
    GW_CHECK(putTools(body, options.tools));
    GW_CHECK(putNumber(body, "temperature", options.temperature, false));
    GW_CHECK(putNumber(body, "top_p", options.topP, false));
    GW_CHECK(putNumber(body, "max_tokens", options.maxTokens, true));
    GW_CHECK(putNumber(body, "seed", options.seed, true));
    if (!options.effort.isEmpty())
        body["reasoning_effort"] = options.effort.toStdString();
    if (options.stream) {
        body["stream"] = true;
        body["stream_options"] = json::Object{{"include_usage", true}};
    }
    return json::serialize(body);
}

QString playgroundCurl(const QString &url, const std::string &body)
{
    QString text = QString::fromStdString(body);
    text.replace(u'\'', u"'\\''"_s);
    return u"curl %1/chat/completions \\\n  -H 'Content-Type: application/json' \\\n"
           "  -H \"Authorization: Bearer $LITELLM_MASTER_KEY\" \\\n  -d '%2'"_s.arg(url, text);
}

}   // namespace gw::client
