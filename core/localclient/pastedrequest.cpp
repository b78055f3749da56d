#include "core/localclient/pastedrequest.h"

#include "core/base/json.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>

namespace gw::client {

namespace {

QString said(const char *source)
{
    return QCoreApplication::translate("gw::client::PastedRequest", source);
}

constexpr std::string_view kSpace = " \t\r\n";

// Words as a POSIX shell would make them of one command, without expansions; nothing when a quote is open.
std::optional<std::vector<std::string>> words(std::string_view text)
{
    std::vector<std::string> out;
    std::string word;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (quote == '\'') {
            if (c == '\'')
                quote = 0;
            else
                word += c;
        } else if (quote == '"') {
            if (c == '"')
                quote = 0;
            else if (c == '\\' && next != '\0' &&
                     std::string_view("\"\\$`\n").find(next) != std::string_view::npos)
                word += text[++i];
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            inWord = true;
        } else if (c == '\\' && next == '\n') {
            ++i;   // A line that goes on.
        } else if (c == '\\' && next == '\r') {
            i += 2;
        } else if (c == '\\' && next != '\0') {
            word += text[++i];
            inWord = true;
        } else if (kSpace.find(c) != std::string_view::npos) {
            if (inWord)
                out.push_back(std::exchange(word, {}));
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (quote != 0)
        return std::nullopt;
    if (inWord)
        out.push_back(std::move(word));
    return out;
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, word) != names.end();
}

void addHeader(PastedRequest &request, std::string_view line)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    // Who asks is not simulated, and a key has no business here.
    if (isOneOf(name, {"authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"}))
        return;
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(kSpace), value.size()));
    request.headers.emplace_back(std::move(name), value);
}

void setAddress(PastedRequest &request, std::string_view address)
{
    if (const std::size_t scheme = address.find("://"); scheme != std::string_view::npos)
        address.remove_prefix(scheme + 3);
    address = address.substr(0, address.find('#'));
    const std::size_t slash = address.find('/');
    std::string_view path = slash == std::string_view::npos ? std::string_view("/") : address.substr(slash);
    const std::size_t question = path.find('?');
    if (question != std::string_view::npos)
        request.query = path.substr(question + 1);
    request.path = path.substr(0, question);
}

PastedRequest readCurl(std::string_view text)
{
    PastedRequest out;
    const auto list = words(text);
    if (!list) {
        out.problem = said(
            QT_TRANSLATE_NOOP("gw::client::PastedRequest", "A quotation mark of the command is not closed."));
        return out;
    }
    for (std::size_t i = 1; i < list->size(); ++i) {
        std::string_view word = (*list)[i];
        std::string_view joined;   // "--data=..." and "-d..." carry their value.
        if (const std::size_t sign = word.find('=');
            word.starts_with("--") && sign != std::string_view::npos) {
            joined = word.substr(sign + 1);
            word = word.substr(0, sign);
        } else if (word.size() > 2 && isOneOf(word.substr(0, 2), {"-d", "-H", "-X", "-u", "-m"})) {
            joined = word.substr(2);
            word = word.substr(0, 2);
        }
        const auto value = [&]() -> std::string_view {
            if (joined.data())
                return joined;
            return i + 1 < list->size() ? std::string_view((*list)[++i]) : std::string_view();
        };
        if (isOneOf(word, {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"})) {
            const std::string_view given = value();
            if (given.starts_with('@') && word != "--data-raw") {
                out.problem = said(QT_TRANSLATE_NOOP("gw::client::PastedRequest",
                                                     "The body is in a file (@…): paste its text instead."));
                return out;
            }
            out.body += given;
        } else if (isOneOf(word, {"-H", "--header"})) {
            addHeader(out, value());
        } else if (word == "--url") {
            setAddress(out, value());
        } else if (isOneOf(word, {"-X", "--request", "-u", "--user", "-m", "--max-time", "-o", "--output",
                                  "-A", "--user-agent", "-e", "--referer", "-x", "--proxy",
                                  "--connect-timeout", "-b", "--cookie", "--retry"})) {
            value();
        } else if (!word.starts_with('-')) {
            setAddress(out, word);
        }
    }
    if (out.body.empty())
        out.problem = said(QT_TRANSLATE_NOOP("gw::client::PastedRequest", "The command has no body (-d)."));
    return out;
}

// What a body without an address is meant for.
void guessPath(PastedRequest &request)
{
    const auto value = json::parse(request.body);
    if (!value.ok() || !value.value().is_object()) {
        request.problem = said(QT_TRANSLATE_NOOP("gw::client::PastedRequest",
                                                 "This is neither a line for curl nor a JSON object."));
        return;
    }
    const json::Object &object = value.value().get_object();
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSigns{{
        {"messages", "/v1/chat/completions"},
        {"contents", ""},
        {"prompt", "/v1/completions"},
        {"query", "/v1/rerank"},
        {"input", "/v1/responses"},
    }};
    for (const auto &[member, path] : kSigns) {
        if (!object.contains(member))
            continue;
        request.path = path;
        if (path.empty())
            request.path =
                "/v1beta/models/" + std::string(json::stringOr(object, "model")) + ":generateContent";
        return;
    }
    request.path = "/v1/chat/completions";
}

}   // namespace

PastedRequest readPasted(const QString &text)
{
    const std::string all = text.trimmed().toStdString();
    PastedRequest out;
    if (all.empty()) {
        out.problem = said(QT_TRANSLATE_NOOP("gw::client::PastedRequest", "Paste a request first."));
        return out;
    }
    const auto startsWithWord = [&](std::string_view word) {
        return all.starts_with(word) &&
               (all.size() == word.size() || kSpace.find(all[word.size()]) != std::string_view::npos);
    };
    if (startsWithWord("curl"))
        out = readCurl(all);
    else if (startsWithWord("$"))
        return readPasted(text.trimmed().mid(1));
    else
        out.body = all;
    if (out.problem.isEmpty() && out.path.empty())
        guessPath(out);
    return out;
}

}   // namespace gw::client
